using CsCheck;
using Kairos.Learn.Models.SessionNeighbours;

namespace Kairos.Learn.Tests.Models.SessionNeighbours;

public sealed class PostingListTests
{
    [Fact]
    public void It_holds_the_most_recent_sessions_in_whatever_order_they_come() => Gen.Int[0, 500].Array[0, 300].Sample(sessions =>
    {
        const int Most = 9;
        var list = new PostingList();
        var copy = new int[Most];
        var added = new List<int>();
        foreach (var session in sessions.Distinct())
        {
            list.Add(session, Most);
            added.Add(session);
            copy.Take(list.CopyNewest(copy)).ShouldBe(added.OrderDescending().Take(Most));
        }
    }, iter: 100);

    [Fact]
    public async Task A_copy_taken_while_it_changes_is_in_order_and_has_no_session_twice()
    {
        const int Most = 50;
        var list = new PostingList();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var copy = new int[Most];
            var copies = 0;
            while (!done.IsCancellationRequested || copies == 0)
            {
                var found = copy.AsSpan(0, list.CopyNewest(copy, int.MaxValue)).ToArray();
                found.ShouldBe(found.OrderDescending());
                found.Distinct().Count().ShouldBe(found.Length);
                copies++;
            }
        });
        var chance = new Random(5);
        for (var block = 0; block < 5_000; block++)
        {
            foreach (var session in Enumerable.Range(block * 10, 10).OrderBy(_ => chance.Next()))
                list.Add(session, Most);
        }
        await done.CancelAsync();
        await reader;
    }
}

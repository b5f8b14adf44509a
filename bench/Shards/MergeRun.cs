using System.Diagnostics;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Bench.Shards;

/// <summary>Merges: pairs of visitors become one user's, through the journal and the shards; then such people are read.</summary>
internal static class MergeRun
{
    private const int Users = 10_000;

    /// <param name="PerSecond">Merges each second, from the append to all shards having applied them: a user takes in two devices, which is two merges.</param>
    /// <param name="P50Us">Reading a person of two devices and a user id, median, µs.</param>
    /// <param name="P99Us">The same, 99th percentile, µs.</param>
    public readonly record struct Result(double PerSecond, double P50Us, double P99Us);

    public static async Task<Result> Run(IJournal journal, IPeople people, Workspace workspace, ClickEvents source)
    {
        var began = Stopwatch.GetTimestamp();
        for (var user = 0; user < Users;)
        {
            var batch = JournalBatch.Rent();
            for (var i = 0; i < 500 && user < Users; i++, user++)
            {
                var key = User(workspace, user);
                Link(batch, journal.Partitions, workspace, source.Visitor(2 * user).Key, key);
                Link(batch, journal.Partitions, workspace, source.Visitor((2 * user) + 1).Key, key);
            }

            await journal.Append(batch);
            batch.Return();
        }

        for (var user = Users - 200; user < Users; user++) // A read waits for its shards: these are all of them.
            _ = await people.Read(workspace.Id, new VisitorKeys(User(workspace, user), 0));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        var times = new double[Users * 2];
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < times.Length; i++)
            {
                var (key, device) = source.Visitor(i);
                var asked = Stopwatch.GetTimestamp();
                var person = await people.Read(workspace.Id, new VisitorKeys(key, device));
                times[i] = Stopwatch.GetElapsedTime(asked).TotalMicroseconds;
                if (person.Parts.Length != 3)
                    throw new InvalidOperationException($"Visitor {i} should be one of two devices of a user, and is of {person.Parts.Length} parts.");
            }
        }

        Array.Sort(times);
        return new Result(2 * Users / seconds, times[times.Length / 2], times[times.Length * 99 / 100]);
    }

    private static PersonKey User(Workspace workspace, int number) => PersonKey.Of(workspace, KeyDomain.UserId, Encoding.UTF8.GetBytes($"user-{number}"));

    private static void Link(JournalBatch batch, int partitions, Workspace workspace, PersonKey device, PersonKey user)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        LinkRecord.Write(batch, partitions, workspace.Id.Value, device, new LinkMention(KeyDomain.AnonymousId, user, KeyDomain.UserId, LinkStatement.Said, LinkRole.None), nowMs, nowMs);
        LinkRecord.Write(batch, partitions, workspace.Id.Value, user, new LinkMention(KeyDomain.UserId, device, KeyDomain.AnonymousId, LinkStatement.Said, LinkRole.None), nowMs, nowMs);
    }
}

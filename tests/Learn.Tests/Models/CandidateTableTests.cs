using CsCheck;
using Kairos.Learn.Models;

namespace Kairos.Learn.Tests.Models;

public sealed class CandidateTableTests
{
    [Fact]
    public void Scores_add_up_per_item_and_column_however_many_there_are() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 7], Gen.Float[0.01f, 1]).Array[0, 8000].Sample(adds =>
        {
            var table = new CandidateTable();
            table.Add(0, 1, 1);
            table.Clear();
            var expected = new Dictionary<(int, int), double>();
            foreach (var (item, column, score) in adds)
            {
                table.Add(column, item, score);
                expected[(item, column)] = expected.GetValueOrDefault((item, column)) + score;
            }
            table.Count.ShouldBe(expected.Keys.Select(key => key.Item1).Distinct().Count());
            foreach (var ((item, column), score) in expected)
                ((double)table.ScoresOf(table.Find(item))[column]).ShouldBe(score, 1e-4 * score);
            table.Find(9999).ShouldBe(-1);
        }, iter: 20);

    [Fact]
    public void The_loudest_voice_is_remembered()
    {
        var table = new CandidateTable();
        table.Add(0, 7, 1, because: 3, loudness: 0.2f);
        table.Add(1, 7, 1, because: 4, loudness: 0.5f);
        table.Add(0, 7, 1, because: 5, loudness: 0.4f);
        table.BecauseOf(table.Find(7)).ShouldBe(4);
    }

    [Fact]
    public void The_largest_keys_come_to_the_front() => Gen.Select(Gen.UInt.Array[1, 300], Gen.Int[0, 320]).Sample((numbers, count) =>
    {
        var keys = numbers.Distinct().Select(number => (ulong)number).ToArray();
        count = Math.Min(count, keys.Length);
        var expected = keys.OrderDescending().Take(count).ToArray();
        TopOf.Select(keys, count);
        keys.Take(count).OrderDescending().ShouldBe(expected);
    });
}

using Kairos.Unify.Identities.Linkage;

namespace Kairos.Learn.Evaluation;

/// <summary>The baseline: records match when certain columns are equal.</summary>
internal static class ExactRules
{
    /// <summary>The best of these rules, chosen with the truth in hand, which no linker has: all columns equal, any one column equal, any two equal.</summary>
    /// <param name="table">The records.</param>
    /// <param name="truth">The truth.</param>
    public static (string Rule, IdentityScore Score) Best(RecordTable table, IdentityTruth truth)
    {
        var pairs = truth.Pairs().ToArray();
        var columns = Enumerable.Range(0, table.Columns.Count).ToArray();
        var rules = columns.Select(static column => new[] { column })
            .Concat(from one in columns from other in columns where one < other select new[] { one, other }).Append(columns);
        var best = (Rule: columns, Score: default(IdentityScore));
        foreach (var rule in rules)
        {
            var score = Score(table, pairs, rule);
            if (score.F1 > best.Score.F1)
                best = (rule, score);
        }
        var name = best.Rule.Length == columns.Length ? "all columns equal" : string.Join(" and ", best.Rule.Select(column => table.Columns[column].Name)) + " equal";
        return (name, best.Score);
    }

    private static IdentityScore Score(RecordTable table, (int A, int B)[] pairs, int[] rule)
    {
        var keys = new RecordKeys(table, rule);
        double right = pairs.Count(pair => keys.Equal(pair.A, pair.B));
        return IdentityScore.Of(right, keys.PairCount - right, pairs.Length - right);
    }
}

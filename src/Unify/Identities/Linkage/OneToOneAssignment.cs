namespace Kairos.Unify.Identities.Linkage;

/// <summary>Posteriors and links of two files when no record has more than one counterpart.</summary>
internal static class OneToOneAssignment
{
    /// <summary>Posteriors that know of the competition: of all pairs of a record at most one matches.</summary>
    /// <param name="proposals">Pairs with independent posteriors.</param>
    /// <remarks>Of the odds o of a pair and of those that share a record with it: o / (1 + Σ o). It is the exact posterior when only one of the two records has competitors.</remarks>
    public static List<LinkProposal> Compete(IReadOnlyList<LinkProposal> proposals)
    {
        var sums = new Dictionary<int, double>();
        foreach (var pair in proposals)
        {
            sums[pair.RecordA] = sums.GetValueOrDefault(pair.RecordA) + Odds(pair);
            sums[pair.RecordB] = sums.GetValueOrDefault(pair.RecordB) + Odds(pair);
        }
        return [.. proposals.Select(pair => pair with { Probability = Odds(pair) / (1 + sums[pair.RecordA] + sums[pair.RecordB] - Odds(pair)) })];
    }

    /// <summary>The likeliest pairs first, each record once.</summary>
    /// <param name="proposals">Pairs.</param>
    /// <param name="threshold">Least posterior probability.</param>
    public static IEnumerable<LinkProposal> Assign(IEnumerable<LinkProposal> proposals, double threshold)
    {
        var taken = new HashSet<int>();
        foreach (var pair in proposals.Where(pair => pair.Probability >= threshold)
            .OrderByDescending(static pair => pair.Probability).ThenBy(static pair => pair.RecordA).ThenBy(static pair => pair.RecordB))
        {
            if (taken.Contains(pair.RecordA) || taken.Contains(pair.RecordB))
                continue;
            taken.Add(pair.RecordA);
            taken.Add(pair.RecordB);
            yield return pair;
        }
    }

    private static double Odds(LinkProposal pair) => pair.Probability / Math.Max(1e-12, 1 - pair.Probability);
}

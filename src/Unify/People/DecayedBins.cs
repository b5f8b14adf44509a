namespace Kairos.Unify.People;

/// <summary>Counts of a few dozen bins that halve with time: whole numbers for each period of one half-life, the latest periods only.</summary>
/// <remarks>
/// Whole numbers, so that any order of arrival ends in the very same state. A hit decays from the middle of its period, so that its weight
/// is at most √2 times too large or too small.
/// </remarks>
internal sealed class DecayedBins
{
    private const int PeriodsMax = 8;

    /// <summary>By period, then bin; replaced or counted up, never reordered.</summary>
    public BinCount[] Counts { get; set; } = [];

    /// <summary>Hits of a bin in a period.</summary>
    /// <param name="Period">Number of the period since 1970.</param>
    /// <param name="Bin">The bin.</param>
    /// <param name="Halves">Twice the sum of weights.</param>
    internal record struct BinCount(int Period, byte Bin, int Halves);

    /// <summary>Counts a hit.</summary>
    /// <param name="bin">Which bin.</param>
    /// <param name="by">How much: a multiple of a half.</param>
    /// <param name="atMs">When, ms since 1970 UTC.</param>
    /// <param name="halfLifeMs">Length of a period.</param>
    public void Add(byte bin, double by, long atMs, double halfLifeMs) => Put(new BinCount((int)Math.Floor(atMs / halfLifeMs), bin, (int)(2 * by)));

    /// <summary>Adds all that others have.</summary>
    public void Add(DecayedBins others)
    {
        foreach (var count in others.Counts)
            Put(count);
    }

    /// <summary>The bins that were hit, decayed to a time, by bin.</summary>
    public WeighedBin[] AsOf(long asOfMs, double halfLifeMs)
    {
        var weights = new SortedDictionary<byte, double>();
        foreach (var (period, bin, halves) in Counts)
            weights[bin] = weights.GetValueOrDefault(bin) + (halves / 2.0 * Math.Pow(2, period + 0.5 - (asOfMs / halfLifeMs)));
        return [.. weights.Select(static weight => new WeighedBin(weight.Key, (float)weight.Value))];
    }

    private void Put(in BinCount more)
    {
        var counts = Counts;
        if (counts.Length > 0 && more.Period <= counts[^1].Period - PeriodsMax)
            return;
        var at = counts.Length;
        while (at > 0 && (counts[at - 1].Period, counts[at - 1].Bin).CompareTo((more.Period, more.Bin)) >= 0)
            at--;
        if (at < counts.Length && counts[at].Period == more.Period && counts[at].Bin == more.Bin)
        {
            counts[at].Halves += more.Halves;
            return;
        }

        BinCount[] all = [.. counts[..at], more, .. counts[at..]];
        Counts = all[0].Period > all[^1].Period - PeriodsMax ? all : [.. all.Where(count => count.Period > all[^1].Period - PeriodsMax)];
    }
}

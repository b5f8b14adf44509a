namespace Kairos.Measure.Outcomes;

/// <summary>How often the next thing a person looked at was among what had been served to them, of one source. One writer, any number of readers.</summary>
public sealed class HitCounts
{
    private readonly Lock _gate = new();
    private long _followed;
    private long _hits;
    private double _reciprocal;

    /// <summary>The counts at one moment.</summary>
    /// <param name="Followed">Decisions that the person looked at something after.</param>
    /// <param name="Hits">Of those, the ones that had shown it.</param>
    /// <param name="HitRate">The share of hits: HR@k, k being as many as were shown; NaN when nothing followed yet.</param>
    /// <param name="ReciprocalRank">Mean of one over the place it was shown at, zero when it was not: MRR@k; NaN when nothing followed yet.</param>
    public readonly record struct View(long Followed, long Hits, double HitRate, double ReciprocalRank);

    /// <summary>The counts now.</summary>
    public View Now
    {
        get
        {
            lock (_gate)
                return new View(_followed, _hits, (double)_hits / _followed, _reciprocal / _followed);
        }
    }

    /// <summary>Counts one decision and what came next.</summary>
    /// <param name="rank">The place it had been shown at, from 1; zero when it had not been.</param>
    public void Add(int rank)
    {
        lock (_gate)
        {
            _followed++;
            _hits += rank > 0 ? 1 : 0;
            _reciprocal += rank > 0 ? 1.0 / rank : 0;
        }
    }
}

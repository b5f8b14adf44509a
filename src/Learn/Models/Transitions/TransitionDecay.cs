namespace Kairos.Learn.Models.Transitions;

/// <summary>What a click counts, so that it is worth half after the half-life and nothing need be touched as time passes.</summary>
/// <remarks>
/// Forward decay: a count is scaled by 2^((t − landmark) / half-life), which cancels when a row is brought to the sum of one. Source:
/// Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay", ICDE 2009. Landmarks are the beginnings of epochs of twenty half-lives each, the
/// same for all rows: one exponential a click. A row moves to a later epoch with the first click of it.
/// </remarks>
internal readonly struct TransitionDecay
{
    private const int EpochHalfLives = 20;
    private const int ScaleMax = 100; // Beyond 2^±100 a count is nothing to the other.

    /// <summary>Finds the scale of one moment.</summary>
    /// <param name="atMs">In milliseconds since 1970.</param>
    /// <param name="halfLifeMs">The half-life in milliseconds.</param>
    public TransitionDecay(long atMs, double halfLifeMs)
    {
        var halfLives = atMs / halfLifeMs;
        Epoch = (int)Math.Floor(halfLives / EpochHalfLives);
        Worth = (float)double.Exp2(halfLives - Epoch * EpochHalfLives);
    }

    /// <summary>The epoch the moment lies in.</summary>
    public int Epoch { get; }

    /// <summary>What one click counts in the scale of that epoch: 1 at its beginning, 2^20 at its end.</summary>
    public float Worth { get; }

    /// <summary>What a count of one epoch is worth in the scale of another.</summary>
    public static float Between(int from, int to) =>
        (float)Math.ScaleB(1, (int)Math.Clamp(((long)from - to) * EpochHalfLives, -ScaleMax, ScaleMax));
}

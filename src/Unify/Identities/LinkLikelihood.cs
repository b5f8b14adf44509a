namespace Kairos.Unify.Identities;

/// <summary>What record linkage, and whoever judged it, ever said of a link: folded so that order and repeats make no difference.</summary>
/// <param name="SinceMs">When the two were first found likely to be one person's, ms since 1970 UTC; 0 when never.</param>
/// <param name="AtMs">When that was last looked into; 0 when never.</param>
/// <param name="Confidence">How likely it was then, in ten-thousandths; 0 when it was likely no longer.</param>
/// <param name="DeniedAtMs">When somebody last said that they are not one person's; 0 when never.</param>
[GenerateSerializer, Immutable, Alias("kairos.link-likelihood")]
public readonly record struct LinkLikelihood(
    [property: Id(0)] long SinceMs, [property: Id(1)] long AtMs, [property: Id(2)] ushort Confidence, [property: Id(3)] long DeniedAtMs)
{
    /// <summary>Confidence is kept in ten-thousandths.</summary>
    public const int Whole = 10_000;

    /// <summary>A probability as it is kept: neither impossible nor certain.</summary>
    /// <param name="probability">0–1.</param>
    public static ushort Of(double probability) => (ushort)Math.Clamp((int)(probability * Whole), 1, Whole - 1);

    /// <summary>All that two say. Idempotent, commutative, associative: a least, a greatest by time and then confidence, a greatest.</summary>
    /// <param name="other">The other.</param>
    public LinkLikelihood Join(in LinkLikelihood other)
    {
        var latest = (AtMs, Confidence).CompareTo((other.AtMs, other.Confidence)) >= 0 ? this : other;
        return new LinkLikelihood(
            SinceMs == 0 || other.SinceMs == 0 ? Math.Max(SinceMs, other.SinceMs) : Math.Min(SinceMs, other.SinceMs),
            latest.AtMs, latest.Confidence, Math.Max(DeniedAtMs, other.DeniedAtMs));
    }
}

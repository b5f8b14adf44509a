using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Identities;

/// <summary>How visitors keep the key that experiments know them by. Bound from <c>Unify:Bucketing</c>.</summary>
public sealed class BucketingOptions
{
    /// <summary>Whether the first decision on an identifier settles its key. Off, decisions have no key and write no record for new visitors: for a server that runs no experiments.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Identifiers newly decided on whose keys are remembered here besides the journal, at least: two decisions at once must not use two. Twice as many at most.</summary>
    [Range(1_000, 10_000_000)]
    public int ClaimsMax { get; init; } = 50_000;
}

using Kairos.Govern.Access;

namespace Kairos.Govern.Workspaces;

/// <summary>A key to be made.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">What its owner calls it, 1–100 characters.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="ExpiresAt">When it stops to open anything; null for never.</param>
public sealed record KeyDraft(KeyKind Kind, string Name, Rights Rights, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Longest name, characters.</summary>
    public const int NameCharsMax = 100;
}

using Kairos.Capture.Normalizers.Foldings;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>What a caller asks: who is there, where, what they just did, and which placements to fill.</summary>
public sealed record DecisionRequest
{
    /// <summary>The workspace that the caller's key opened.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Anonymous id of the visitor without white space around it, or empty.</summary>
    public string AnonymousId { get; init => field = IdentifierText.Trim(value); } = "";

    /// <summary>The caller's own id of the visitor without white space around it, or empty.</summary>
    public string UserId { get; init => field = IdentifierText.Trim(value); } = "";

    /// <summary>What proves the user id where the workspace demands it, hexadecimal; null when nothing was sent.</summary>
    public string? UserHash { get; init; }

    /// <summary>What the request itself says about consent.</summary>
    public StatedConsent Consent { get; init; }

    /// <summary>Where the visitor is, as far as the request tells.</summary>
    public RegionCode Where { get; init; }

    /// <summary>Path or URL of the page, or null.</summary>
    public string? Page { get; init; }

    /// <summary>Category of the page as the caller names it, or null to find it by the path.</summary>
    public string? Category { get; init; }

    /// <summary>Id of the item of the page, or null to find it by the path.</summary>
    public string? Item { get; init; }

    /// <summary>What the visitor just did, oldest first, whether it was sent to capture or not. All bear <see cref="TouchFlags.Inline"/>.</summary>
    public Touch[] Events { get; init; } = [];

    /// <summary>The placements to fill, from one.</summary>
    public IReadOnlyList<PlacementRequest> Placements { get; init; } = [];

    /// <summary>How long the answer may take in all, ms.</summary>
    public int DeadlineMs { get; init; } = 50;

    /// <summary>Whether the answer tells how it came about.</summary>
    public bool Explain { get; init; }

    /// <summary>Whether nobody asked: the decision is made, and neither kept nor counted.</summary>
    internal bool Rehearsal { get; init; }
}

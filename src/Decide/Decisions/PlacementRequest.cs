namespace Kairos.Decide.Decisions;

/// <summary>One placement that a caller wants filled.</summary>
public sealed record PlacementRequest
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>How many items, or null for what the plan says.</summary>
    public int? Limit { get; init; }

    /// <summary>Id of the item whose page it stands on, or null for that of the request's page.</summary>
    public string? Item { get; init; }

    /// <summary>The category it is about, or null for that of the request's page.</summary>
    public string? Category { get; init; }

    /// <summary>The caller's own candidates, in the caller's order; for placements that rank.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];
}

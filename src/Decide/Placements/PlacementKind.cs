namespace Kairos.Decide.Placements;

/// <summary>What a placement chooses.</summary>
public enum PlacementKind
{
    /// <summary>Items of the catalogue.</summary>
    Recommend,

    /// <summary>The order of the caller's own candidates.</summary>
    Rank,

    /// <summary>One of its offers or contents.</summary>
    Choose,

    /// <summary>The value of a flag.</summary>
    Flag,
}

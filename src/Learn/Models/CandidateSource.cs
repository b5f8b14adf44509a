namespace Kairos.Learn.Models;

/// <summary>Which model found a candidate. Numbers are stored in decision records: never reuse one.</summary>
public enum CandidateSource : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sessions like this one.</summary>
    SessionNeighbours = 1,

    /// <summary>What usually comes next to the items of this session.</summary>
    Transitions = 2,

    /// <summary>What goes with items of earlier sessions.</summary>
    History = 3,

    /// <summary>Often looked at in the category asked for.</summary>
    PopularInCategory = 4,

    /// <summary>Looked at much more now than usually.</summary>
    Trending = 5,

    /// <summary>Often looked at in the whole catalogue.</summary>
    Popular = 6,
}

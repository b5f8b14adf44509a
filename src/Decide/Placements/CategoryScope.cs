namespace Kairos.Decide.Placements;

/// <summary>What the category of the page means for a placement.</summary>
public enum CategoryScope
{
    /// <summary>Context: what is popular in it stands in wherever too little is known of the visitor.</summary>
    Context,

    /// <summary>A limit: only items of that category are shown.</summary>
    Only,
}

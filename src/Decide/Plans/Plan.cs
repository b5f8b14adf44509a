using System.Collections.Frozen;
using Kairos.Decide.Placements;

namespace Kairos.Decide.Plans;

/// <summary>All that a workspace has decided about deciding, as one immutable revision.</summary>
public sealed class Plan
{
    /// <summary>Makes a plan; its revision follows from its contents.</summary>
    /// <param name="placements">Its placements, each name once.</param>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public Plan(IReadOnlyList<Placement> placements)
    {
        Placements = placements.ToFrozenDictionary(placement => placement.Id, StringComparer.Ordinal);
        Revision = PlanRevision.Of(placements);
        ReadsAccounts = placements.Any(static placement => placement.ReadsAccount);
    }

    /// <summary>Its revision: the same contents always have the same.</summary>
    public string Revision { get; }

    /// <summary>Whether any of its placements looks at the visitor's account.</summary>
    public bool ReadsAccounts { get; }

    /// <summary>Its placements by name.</summary>
    public FrozenDictionary<string, Placement> Placements { get; }
}

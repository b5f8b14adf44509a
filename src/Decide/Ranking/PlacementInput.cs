using Kairos.Decide.Placements;

namespace Kairos.Decide.Ranking;

/// <summary>Everything that the answer of one placement depends on, and nothing else: kept in the decision's record, so that replaying it gives the same bytes.</summary>
/// <remarks>Used again for the next decision. One thread at a time.</remarks>
public sealed class PlacementInput
{
    private RankedCandidate[] _candidates = new RankedCandidate[256];
    private Spokesman[] _because = new Spokesman[16];

    /// <summary>An item of the session or the history that speaks for candidates.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name, or its id.</param>
    public readonly record struct Spokesman(string Id, string Name);

    /// <summary>The name asked for, which the plan may not know.</summary>
    public string Id { get; set; } = "";

    /// <summary>The placement as the plan in force has it.</summary>
    public Placement Placement { get; set; } = new() { Id = "" };

    /// <summary>How many items are wanted.</summary>
    public int Limit { get; set; }

    /// <summary>The highest rung that could be stood on.</summary>
    public Rung Rung { get; set; }

    /// <summary>What was missing before ranking.</summary>
    public Degradation Degraded { get; set; }

    /// <summary>Whether the answer tells how it came about.</summary>
    public bool Explain { get; set; }

    /// <summary>The category in context as text, or null.</summary>
    public string? Category { get; set; }

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates: the models' best first, or the caller's in the order sent.</summary>
    public Span<RankedCandidate> Candidates => _candidates.AsSpan(0, Count);

    /// <summary>How many items speak for candidates.</summary>
    public int BecauseCount { get; private set; }

    /// <summary>Items that speak for candidates.</summary>
    public ReadOnlySpan<Spokesman> Because => _because.AsSpan(0, BecauseCount);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Candidates.Clear();
        _because.AsSpan(0, BecauseCount).Clear();
        (Count, BecauseCount, Limit) = (0, 0, 0);
        (Id, Category, Explain, Rung, Degraded) = ("", null, false, default, default);
    }

    /// <summary>Adds a candidate after the others.</summary>
    /// <param name="candidate">The candidate.</param>
    public void Add(in RankedCandidate candidate)
    {
        if (Count == _candidates.Length)
            Array.Resize(ref _candidates, Count * 2);
        _candidates[Count++] = candidate;
    }

    /// <summary>Adds an item that speaks for candidates.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Its place.</returns>
    public short AddBecause(Spokesman item)
    {
        if (BecauseCount == _because.Length)
            Array.Resize(ref _because, BecauseCount * 2);
        _because[BecauseCount] = item;
        return (short)BecauseCount++;
    }
}

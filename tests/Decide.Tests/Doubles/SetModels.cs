using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>Models that answer what a test sets, and remember what they were asked.</summary>
public sealed class SetModels : ICandidates
{
    /// <summary>What a session gets: for its last item, or its latest history; a candidate list each.</summary>
    public Dictionary<(WorkspaceId, ItemKey), Candidate[]> After { get; } = [];

    public Dictionary<(WorkspaceId, SymbolKey), Candidate[]> PopularIn { get; } = [];

    public List<ItemKey> AskedSession { get; } = [];

    public List<ItemKey> AskedHistory { get; } = [];

    public int Recommends { get; private set; }

    public int Recommend(WorkspaceId workspace, in RecommendQuery query, Span<Candidate> into)
    {
        Recommends++;
        AskedFor = query.Asking;
        AskedSession.Clear();
        AskedHistory.Clear();
        foreach (var item in query.Session)
            AskedSession.Add(item.Item);
        foreach (var item in query.History)
            AskedHistory.Add(item.Item);
        var last = query.Session.Length > 0 ? query.Session[^1].Item : query.History.Length > 0 ? query.History[^1].Item : default;
        return Copy(After.GetValueOrDefault((workspace, last)), into[..Math.Min(into.Length, query.Limit)]);
    }

    public int Popular(WorkspaceId workspace, SymbolKey category, long nowMs, Span<Candidate> into) =>
        Copy(PopularIn.GetValueOrDefault((workspace, category)), into);

    public ushort AskedFor { get; private set; }

    /// <summary>Models that stay silent under purposes other than these.</summary>
    public ushort OpenTo { get; set; } = ushort.MaxValue;

    public bool AllSuit(WorkspaceId workspace, ushort asking, ushort allowed) => (OpenTo & asking) != 0;

    public long Version(WorkspaceId workspace) => 42;

    private static int Copy(Candidate[]? from, Span<Candidate> into)
    {
        var count = Math.Min(from?.Length ?? 0, into.Length);
        from.AsSpan(0, count).CopyTo(into);
        return count;
    }
}

using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>The record of one decision, as kept in memory.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Id">Its id, as callers see it.</param>
/// <param name="AtMs">When it was made, ms since 1970 UTC.</param>
/// <param name="Person">The person's key; none when nobody was named or nothing of them may be used.</param>
/// <param name="Record">The whole record, UTF-8 JSON.</param>
public sealed record RecentDecision(WorkspaceId Workspace, string Id, long AtMs, PersonKey Person, ReadOnlyMemory<byte> Record);

/// <summary>The latest decisions, in a ring: the oldest goes when a new one comes. Any thread; no lock.</summary>
/// <param name="most">How many are kept.</param>
public sealed class RecentDecisions(int most)
{
    private readonly RecentDecision?[] _ring = new RecentDecision?[most];
    private long _next;

    /// <summary>How many decisions there have been.</summary>
    public long Total => Volatile.Read(ref _next);

    /// <summary>Adds a decision.</summary>
    /// <param name="decision">The decision.</param>
    public void Add(RecentDecision decision) =>
        Volatile.Write(ref _ring[(Interlocked.Increment(ref _next) - 1) % _ring.Length], decision);

    /// <summary>Finds a decision of a workspace, or null.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="id">Its id.</param>
    public RecentDecision? Find(WorkspaceId workspace, string id)
    {
        for (var i = 0; i < _ring.Length; i++)
        {
            if (Volatile.Read(ref _ring[i]) is { } found && found.Workspace == workspace && found.Id == id)
                return found;
        }

        return null;
    }

    /// <summary>Forgets the decisions made for people.</summary>
    /// <param name="people">Who.</param>
    /// <returns>How many went.</returns>
    public int Forget(IReadOnlySet<(WorkspaceId Workspace, PersonKey Person)> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        var gone = 0;
        for (var i = 0; i < _ring.Length; i++)
        {
            if (Volatile.Read(ref _ring[i]) is { } decision && people.Contains((decision.Workspace, decision.Person))
                && ReferenceEquals(Interlocked.CompareExchange(ref _ring[i], null, decision), decision))
                gone++;
        }

        return gone;
    }

    /// <summary>The latest decisions, latest first.</summary>
    /// <param name="count">Most of them.</param>
    /// <param name="workspace">Only of this workspace; null for all.</param>
    public IReadOnlyList<RecentDecision> Latest(int count, WorkspaceId? workspace = null)
    {
        var latest = new List<RecentDecision>(count);
        var next = Total;
        for (var i = next - 1; i >= Math.Max(0, next - _ring.Length) && latest.Count < count; i--)
        {
            if (Volatile.Read(ref _ring[i % _ring.Length]) is { } found && (workspace is null || found.Workspace == workspace))
                latest.Add(found);
        }

        return latest;
    }
}

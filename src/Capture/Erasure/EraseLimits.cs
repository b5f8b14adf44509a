using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Erasure;

/// <summary>What several erasures remove together, by the key that records lie under.</summary>
internal sealed class EraseLimits
{
    private readonly Dictionary<(uint Workspace, PersonKey Key), List<Limit>> _limits = [];
    private readonly IWorkspaces _workspaces;

    /// <summary>Puts erasures together.</summary>
    public EraseLimits(IEnumerable<ErasureOrder> orders, IWorkspaces workspaces)
    {
        _workspaces = workspaces;
        foreach (var order in orders)
        {
            foreach (var (key, mark) in JournalMarks.MarksOf(order.Target))
            {
                if (!order.Marks.TryGetValue(key, out var position))
                    continue;
                var under = (order.Target.Workspace, JournalMarks.PersonOf(key));
                if (!_limits.TryGetValue(under, out var limits))
                    _limits.Add(under, limits = []);
                limits.Add(new Limit(order, mark, position));
            }
        }
    }

    /// <summary>One erasure's word on one key.</summary>
    /// <param name="Order">The erasure.</param>
    /// <param name="Mark">What it says.</param>
    /// <param name="Position">Where its mark stands: what comes after is kept.</param>
    internal sealed record Limit(ErasureOrder Order, EraseMark Mark, long Position);

    /// <summary>Workspaces and keys that records are removed under.</summary>
    public IEnumerable<(uint Workspace, PersonKey Key)> Keys => _limits.Keys;

    /// <summary>The erasure that removes an event, or null.</summary>
    /// <param name="under">Workspace and key that it lies under.</param>
    /// <param name="position">Its position.</param>
    /// <param name="hasAnonymousId">Whether it bears an anonymous id.</param>
    /// <param name="userId">The user id that it bears, or null.</param>
    /// <param name="atMs">When it happened, ms since 1970 UTC.</param>
    public ErasureOrder? OfEvent((uint Workspace, PersonKey Key) under, long position, bool hasAnonymousId, string? userId, long atMs)
    {
        if (!_limits.TryGetValue(under, out var limits))
            return null;
        var user = hasAnonymousId && userId is not null && _workspaces.ById(new WorkspaceId(under.Workspace)) is { } workspace
            ? PersonKey.Of(workspace, KeyDomain.UserId, Encoding.UTF8.GetBytes(userId)) : default;
        return limits.Find(limit => position <= limit.Position && limit.Mark.Erases(under.Key, user, atMs))?.Order;
    }

    /// <summary>The erasure that removes a link, or null.</summary>
    public ErasureOrder? OfLink((uint Workspace, PersonKey Key) under, long position, in LinkMention link)
    {
        if (!_limits.TryGetValue(under, out var limits))
            return null;
        var (own, other, kind, statement) = (link.Own, link.Other, link.OtherKind, link.Statement);
        return limits.Find(limit => position <= limit.Position && limit.Mark.ErasesLink(own, other, kind, statement))?.Order;
    }

    /// <summary>The erasure that removes a decision, or null. It tells of what was known before it: also one made at the mark, which lies after it.</summary>
    public ErasureOrder? OfDecision((uint Workspace, PersonKey Key) under, long atMs) =>
        _limits.TryGetValue(under, out var limits) ? limits.Find(limit => limit.Mark.ErasesDecision(under.Key, atMs))?.Order : null;

    /// <summary>The erasure whose mark this is, or that is later than a mark, or null.</summary>
    public ErasureOrder? OfMark((uint Workspace, PersonKey Key) under, long position) =>
        _limits.TryGetValue(under, out var limits) ? limits.Find(limit => position == limit.Position || (position < limit.Position && !limit.Mark.IsNeighbour))?.Order : null;
}

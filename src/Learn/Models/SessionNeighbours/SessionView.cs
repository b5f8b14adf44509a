namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>All sessions known at one moment: the folded ones and the delta over them. Readers take it once per query.</summary>
/// <param name="Index">Folded sessions.</param>
/// <param name="Delta">Sessions since, still growing.</param>
internal sealed record SessionView(SessionIndex Index, SessionDelta Delta)
{
    /// <summary>No sessions yet.</summary>
    /// <param name="postingsMax">Most sessions of one item that a query samples.</param>
    public static SessionView Empty(int postingsMax) => new(SessionIndex.Empty, new SessionDelta(0, [], SessionIndex.Empty, postingsMax));

    public int Sessions => Index.Sessions + Delta.Sessions;

    public int Clicks => Index.Items.Length + Delta.Clicks;

    /// <summary>Puts a newly built index in place: what it does not hold moves over to a delta of its own.</summary>
    public SessionView Folded(SessionIndex index, HashSet<int> leftOut, int postingsMax)
    {
        var carried = new List<int>();
        for (var slot = 0; slot < Delta.Sessions; slot++)
        {
            var session = Delta.SessionAt(slot);
            if (!index.Holds(session) && !leftOut.Contains(session))
                carried.Add(session);
        }
        var delta = new SessionDelta(Delta.End, [.. carried], index, postingsMax);
        var items = new int[NeighbourScratch.ItemsMax];
        foreach (var session in carried)
        {
            var slot = Delta.SlotOf(session);
            if (Delta.LengthAt(slot) > items.Length)
                items = new int[Delta.LengthAt(slot) * 2];
            var count = Delta.CopyItems(slot, items);
            var seconds = Delta.LastSecondsAt(slot);
            for (var i = 0; i < count; i++)
                delta.Append(session, items[i], seconds, fresh: !items.AsSpan(0, i).Contains(items[i]));
            if (Delta.IsClosed(slot))
                delta.Close(session);
        }
        return new SessionView(index, delta);
    }
}

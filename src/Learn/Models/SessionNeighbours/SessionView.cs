namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>All sessions known at one moment: the folded ones and the delta over them. Readers take it once per query.</summary>
/// <param name="Index">Folded sessions.</param>
/// <param name="Delta">Sessions since, still growing.</param>
internal sealed record SessionView(SessionIndex Index, SessionDelta Delta)
{
    public static SessionView Empty => new(SessionIndex.Empty, new SessionDelta(0, [], SessionIndex.Empty));

    public int Sessions => Index.Sessions + Delta.Sessions;

    public int Clicks => Index.Items.Length + Delta.Clicks;

    /// <summary>Puts a newly built index in place: what it does not hold moves over to a delta of its own.</summary>
    public SessionView Folded(SessionIndex index, HashSet<int> leftOut)
    {
        var carried = new List<int>();
        for (var slot = 0; slot < Delta.Sessions; slot++)
        {
            var session = Delta.SessionAt(slot);
            if (!index.Holds(session) && !leftOut.Contains(session))
                carried.Add(session);
        }
        var delta = new SessionDelta(Delta.End, [.. carried], index);
        foreach (var session in carried)
        {
            var slot = Delta.SlotOf(session);
            var items = new int[Delta.LengthAt(slot)];
            Delta.CopyItems(slot, items);
            foreach (var item in items)
                delta.Append(session, item, Delta.LastSecondsAt(slot));
            if (Delta.IsClosed(slot))
                delta.Close(session);
        }
        delta.CarriedClicks = delta.Clicks;
        return new SessionView(index, delta);
    }
}

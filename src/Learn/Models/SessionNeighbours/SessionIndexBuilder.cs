namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Builds an index from an older one and the closed sessions of a delta, leaving out what is too old or too many.</summary>
/// <remarks>Reads the delta while it grows: closed sessions no longer change. Two walks over all clicks, no sorting.</remarks>
internal sealed class SessionIndexBuilder(SessionView view, NeighbourOptions options)
{
    private readonly List<SessionIndex.SessionHead> _heads = [];
    private readonly List<int> _items = [];
    private readonly int[] _buffer = new int[4096];
    private int _first = -1;
    private int _sessions;

    /// <summary>Sessions of the delta that were too old to be kept.</summary>
    public HashSet<int> LeftOut { get; } = [];

    public SessionIndex Build()
    {
        var (index, delta) = view;
        var deltaSlots = ClosedSlots(delta);
        var oldest = Oldest(index, delta, deltaSlots);
        var total = index.Sessions + deltaSlots.Length;
        var excess = Math.Max(0, total - options.SessionsMax);

        var next = 0;
        for (var session = index.First; session < index.End; session++)
        {
            for (; next < deltaSlots.Length && delta.SessionAt(deltaSlots[next]) <= session; next++)
                TakeFromDelta(delta, deltaSlots[next], oldest, ref excess);
            if (index.Holds(session))
                Take(session, index.ItemsOf(session), index.LastSecondsOf(session), oldest, ref excess);
        }
        for (; next < deltaSlots.Length; next++)
            TakeFromDelta(delta, deltaSlots[next], oldest, ref excess);
        _heads.Add(new SessionIndex.SessionHead { Start = _items.Count });
        return Invert();
    }

    private static int[] ClosedSlots(SessionDelta delta)
    {
        var slots = new List<int>();
        for (int slot = 0, end = delta.Sessions; slot < end; slot++)
        {
            if (delta.IsClosed(slot) && delta.LengthAt(slot) > 0)
                slots.Add(slot);
        }
        return [.. slots]; // Carried sessions come first and have the lowest numbers, so this is in order.
    }

    private int Oldest(SessionIndex index, SessionDelta delta, int[] slots)
    {
        var newest = int.MinValue;
        for (var session = index.First; session < index.End; session++)
            newest = Math.Max(newest, index.Holds(session) ? index.LastSecondsOf(session) : newest);
        foreach (var slot in slots)
            newest = Math.Max(newest, delta.LastSecondsAt(slot));
        return (int)Math.Max(int.MinValue, newest - options.SessionAgeMax.TotalSeconds);
    }

    private void TakeFromDelta(SessionDelta delta, int slot, int oldest, ref int excess)
    {
        var count = delta.CopyItems(slot, _buffer);
        if (!Take(delta.SessionAt(slot), _buffer.AsSpan(0, count), delta.LastSecondsAt(slot), oldest, ref excess))
            LeftOut.Add(delta.SessionAt(slot));
    }

    private bool Take(int session, ReadOnlySpan<int> items, int lastSeconds, int oldest, ref int excess)
    {
        if (excess > 0 || lastSeconds < oldest)
        {
            excess--;
            return false;
        }
        if (_first < 0)
            _first = session;
        while (_first + _heads.Count < session)
            _heads.Add(new SessionIndex.SessionHead { Start = _items.Count }); // A hole for each session that is not here (yet).
        _heads.Add(new SessionIndex.SessionHead { Start = _items.Count, LastSeconds = lastSeconds });
        _items.AddRange(items);
        _sessions++;
        return true;
    }

    private SessionIndex Invert()
    {
        var items = _items.ToArray();
        var heads = _heads.ToArray();
        var itemCount = 0;
        foreach (var item in items)
            itemCount = Math.Max(itemCount, item + 1);

        var counts = new int[itemCount];
        var seenIn = new int[itemCount];
        for (var at = 0; at + 1 < heads.Length; at++)
        {
            for (var i = heads[at].Start; i < heads[at + 1].Start; i++)
            {
                if (seenIn[items[i]] == at + 1)
                    continue;
                seenIn[items[i]] = at + 1;
                counts[items[i]]++;
            }
        }

        var postingStarts = new int[itemCount + 1];
        for (var item = 0; item < itemCount; item++)
            postingStarts[item + 1] = postingStarts[item] + Math.Min(counts[item], options.SampleSessions);
        var postings = new int[postingStarts[itemCount]];
        var filled = postingStarts.AsSpan(0, itemCount).ToArray();
        Array.Clear(seenIn);
        for (var at = heads.Length - 2; at >= 0; at--)
        {
            for (var i = heads[at].Start; i < heads[at + 1].Start; i++)
            {
                var item = items[i];
                if (seenIn[item] == at + 1)
                    continue;
                seenIn[item] = at + 1;
                if (filled[item] < postingStarts[item + 1])
                    postings[filled[item]++] = _first + at;
            }
        }
        return new SessionIndex
        {
            First = Math.Max(0, _first),
            Sessions = _sessions,
            Heads = heads,
            Items = items,
            PostingStarts = postingStarts,
            Postings = postings,
            Counts = counts,
        };
    }
}

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Sessions since the last fold, still growing: one thread appends, any number read without locks.</summary>
/// <remarks>
/// Every click is a node in fixed pages, linked to the click before it in its session. A node is complete before the link to it is
/// published, and nothing is ever taken out. The sessions of an item are a list of their own: see <see cref="PostingList"/>.
/// </remarks>
internal sealed class SessionDelta(int first, int[] carried, SessionIndex index, int postingsMax)
{
    private const int PageBits = 12;
    private const int PageMask = (1 << PageBits) - 1;
    private const int PostingListBytes = 56; // The list and its array, without the numbers.

    private ClickNode[][] _pages = [new ClickNode[1 << PageBits]];
    private int[] _latest = new int[Math.Max(256, carried.Length * 2)]; // Per session: its latest click, plus one.
    private int[] _seconds = new int[Math.Max(256, carried.Length * 2)];
    private int[] _lengths = new int[Math.Max(256, carried.Length * 2)];
    private bool[] _closed = new bool[Math.Max(256, carried.Length * 2)];
    private ItemColumns _items = new(index);
    private int _sessions = carried.Length;

    /// <summary>The number of the first session that began after the fold; earlier ones here were carried over it.</summary>
    public int First => first;

    /// <summary>Numbers of the sessions carried over the fold, rising.</summary>
    public int[] Carried => carried;

    public int Clicks { get; private set; }

    /// <summary>How many of the clicks are in sessions that get no more: the next fold can take them.</summary>
    public int ClosedClicks { get; private set; }

    /// <summary>How many sessions it holds.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>The number after the last session.</summary>
    public int End => first + Sessions - carried.Length;

    public long MemoryBytes => _pages.Length * (8L << PageBits) + _latest.Length * 13L + _items.MemoryBytes;

    public void Open()
    {
        if (_sessions == _latest.Length)
        {
            var length = _sessions * 2;
            Array.Resize(ref _closed, length);
            Publish(ref _seconds, length);
            Publish(ref _lengths, length);
            Publish(ref _latest, length);
        }
        Volatile.Write(ref _sessions, _sessions + 1);
    }

    /// <summary>Adds a click to a session that is open.</summary>
    /// <param name="session">Its number.</param>
    /// <param name="item">The item clicked.</param>
    /// <param name="seconds">When, in seconds since 2000.</param>
    /// <param name="fresh">Whether the session did not hold the item before.</param>
    public void Append(int session, int item, int seconds, bool fresh)
    {
        var slot = SlotOf(session);
        var at = Clicks;
        if (at >> PageBits == _pages.Length)
        {
            var pages = new ClickNode[_pages.Length * 2][];
            _pages.CopyTo(pages, 0);
            Volatile.Write(ref _pages, pages);
        }
        var page = _pages[at >> PageBits] ??= new ClickNode[1 << PageBits];
        page[at & PageMask] = new ClickNode { Item = item, Earlier = _latest[slot] };
        Clicks = at + 1;
        _seconds[slot] = Math.Max(_seconds[slot], seconds);
        Volatile.Write(ref _lengths[slot], _lengths[slot] + 1);
        Volatile.Write(ref _latest[slot], at + 1);
        if (fresh)
            Post(item, session);
    }

    public void Close(int session)
    {
        var slot = SlotOf(session);
        if (slot < 0 || _closed[slot])
            return;
        ClosedClicks += _lengths[slot];
        Volatile.Write(ref _closed[slot], true);
    }

    public bool IsClosed(int slot) => Volatile.Read(ref _closed[slot]);

    public int SessionAt(int slot) => slot < carried.Length ? carried[slot] : first + slot - carried.Length;

    public int SlotOf(int session) => session >= first ? carried.Length + session - first : Array.BinarySearch(carried, session);

    public int LastSecondsAt(int slot) => Volatile.Read(ref _seconds)[slot];

    /// <summary>How many sessions hold an item, those of the index included.</summary>
    public int CountOf(int item)
    {
        var items = Volatile.Read(ref _items);
        return item < items.Counts.Length ? items.Counts[item] : 0;
    }

    /// <summary>The logarithm of <see cref="CountOf"/>; the largest float for an item without sessions.</summary>
    public float[] LogCounts => Volatile.Read(ref _items).LogCounts;

    /// <summary>The most recent sessions of an item, or null for none.</summary>
    public PostingList? PostingsOf(int item)
    {
        var lists = Volatile.Read(ref _items).Postings;
        return item < lists.Length ? Volatile.Read(ref lists[item]) : null;
    }

    private ref ClickNode NodeAt(int node) => ref Volatile.Read(ref _pages)[(node - 1) >> PageBits][(node - 1) & PageMask];

    /// <summary>Copies the items of a session, oldest first.</summary>
    /// <returns>How many; the latest ones when there are more than fit.</returns>
    public int CopyItems(int slot, Span<int> into) => CopyFrom(Volatile.Read(ref Volatile.Read(ref _latest)[slot]), into);

    public int LengthAt(int slot) => Volatile.Read(ref Volatile.Read(ref _lengths)[slot]);

    private void Post(int item, int session)
    {
        var items = _items;
        if (item >= items.Counts.Length)
            Volatile.Write(ref _items, items = items.Grown(item + 1));
        items.Counts[item]++;
        items.LogCounts[item] = MathF.Log(items.Counts[item]);
        var list = items.Postings[item];
        if (list is not null)
        {
            items.MemoryBytes -= list.Capacity * 4L;
            list.Add(session, postingsMax);
        }
        else
        {
            items.MemoryBytes += PostingListBytes;
            list = new PostingList();
            list.Add(session, postingsMax);
            Volatile.Write(ref items.Postings[item], list);
        }
        items.MemoryBytes += list.Capacity * 4L;
    }

    /// <summary>All sessions as they are now: nodes never change, so only where each session stands is copied.</summary>
    public FrozenDelta Freeze()
    {
        var sessions = _sessions;
        return new FrozenDelta(first, carried, _seconds[..sessions], _lengths[..sessions], _latest[..sessions], _closed[..sessions], CopyFrom);
    }

    private int CopyFrom(int node, Span<int> into)
    {
        var at = into.Length;
        for (; node != 0 && at > 0; node = NodeAt(node).Earlier)
            into[--at] = NodeAt(node).Item;
        into[at..].CopyTo(into);
        return into.Length - at;
    }

    private static void Publish(ref int[] array, int length)
    {
        var longer = new int[length];
        array.CopyTo(longer, 0);
        Volatile.Write(ref array, longer);
    }

    private struct ClickNode
    {
        public int Item;
        public int Earlier;
    }

    private sealed class ItemColumns
    {
        public readonly PostingList?[] Postings;
        public readonly int[] Counts;
        public readonly float[] LogCounts;
        public long MemoryBytes;

        public ItemColumns(SessionIndex index)
        {
            var length = index.Counts.Length + Math.Max(64, index.Counts.Length / 8);
            Postings = new PostingList?[length];
            MemoryBytes = length * 16L;
            Counts = new int[length];
            index.Counts.CopyTo(Counts, 0);
            LogCounts = new float[length];
            for (var item = 0; item < length; item++)
                LogCounts[item] = Counts[item] == 0 ? float.MaxValue : MathF.Log(Counts[item]);
        }

        private ItemColumns(int length, ItemColumns from)
        {
            Postings = new PostingList?[length];
            MemoryBytes = from.MemoryBytes + (length - from.Counts.Length) * 16L;
            Counts = new int[length];
            LogCounts = new float[length];
            Array.Fill(LogCounts, float.MaxValue);
            from.Postings.CopyTo(Postings, 0);
            from.Counts.CopyTo(Counts, 0);
            from.LogCounts.CopyTo(LogCounts, 0);
        }

        public ItemColumns Grown(int length) => new(Math.Max(length, Counts.Length * 2), this);
    }
}

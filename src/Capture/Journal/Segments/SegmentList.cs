namespace Kairos.Capture.Journal.Segments;

/// <summary>All segments, oldest first, as one array that is replaced whole.</summary>
internal sealed class SegmentList
{
    private readonly Lock _gate = new();
    private Segment[] _all = [];

    /// <summary>All segments at this moment.</summary>
    public Segment[] All => Volatile.Read(ref _all);

    /// <summary>Adds the newest. One of the same first block, which holds none yet, gives way.</summary>
    public void Add(Segment segment)
    {
        lock (_gate)
            Volatile.Write(ref _all, [.. _all.Where(other => other.FirstSequence < segment.FirstSequence), segment]);
    }

    /// <summary>Removes the oldest ones.</summary>
    public void RemoveOldest(int count)
    {
        lock (_gate)
            Volatile.Write(ref _all, _all[count..]);
    }

    /// <summary>Puts one in place of another.</summary>
    public void Replace(Segment old, Segment by)
    {
        lock (_gate)
            Volatile.Write(ref _all, [.. _all.Select(segment => ReferenceEquals(segment, old) ? by : segment)]);
    }

    /// <summary>The segment that holds a block, or the oldest one when retention has passed it.</summary>
    public Segment OfSequence(long sequence)
    {
        var all = All;
        var i = all.Length - 1;
        while (i > 0 && all[i].FirstSequence > sequence)
            i--;
        return all[i];
    }

    /// <summary>The number of a block at or before the first one that holds a position of a partition, or anything after it.</summary>
    public long SequenceOf(int partition, long position)
    {
        var all = All;
        var i = all.Length - 1;
        while (i > 0 && all[i].FirstPositions[partition] > position)
            i--;
        return all[i].Index.ByPosition(partition, position)?.Sequence ?? all[i].FirstSequence;
    }
}

namespace Kairos.Capture.Journal.Segments;

/// <summary>What is committed, as every reader sees it. The writer alone changes it.</summary>
internal sealed class JournalState
{
    private readonly long[] _ends;
    private long _readable;
    private long _settled;

    /// <summary>Takes over what recovery found.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="meta">The journal's id and partitions.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="memoryBytesMax">Memory for recent blocks.</param>
    public JournalState(string folder, JournalMeta meta, SegmentList segments, SegmentEnd end, long memoryBytesMax)
    {
        (Folder, Meta, Segments) = (folder, meta, segments);
        Salt = meta.Salt;
        Recent = new RecentBlocks(memoryBytesMax);
        Followers = new Followers(meta.Partitions);
        _ends = end.Positions;
        _readable = _settled = end.Sequence;
    }

    public string Folder { get; }

    public JournalMeta Meta { get; }

    public uint Salt { get; }

    public SegmentList Segments { get; }

    public RecentBlocks Recent { get; }

    public Followers Followers { get; }

    /// <summary>Blocks with smaller numbers can be read.</summary>
    public long Readable => Volatile.Read(ref _readable);

    /// <summary>The records of blocks with smaller numbers are all counted in <see cref="End"/>. Never ahead of <see cref="Readable"/>.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <summary>All ends; for the writer only.</summary>
    public ReadOnlySpan<long> Ends => _ends;

    /// <summary>The position after the last committed record of a partition.</summary>
    public long End(int partition) => Volatile.Read(ref _ends[partition]);

    /// <summary>The first position of a partition that retention has left.</summary>
    public long Start(int partition) => Segments.All[0].FirstPositions[partition];

    /// <summary>Shows a block that is on disk to all readers, then wakes those who wait for it.</summary>
    public void Publish(RecentBlock block)
    {
        var parts = block.Parts;
        var sequence = block.Sequence + 1;
        Recent.Add(block); // From here on the block may go at any time.
        Volatile.Write(ref _readable, sequence); // Before the ends: whoever sees an end can read up to it.
        foreach (ref readonly var part in parts.AsSpan())
            Volatile.Write(ref _ends[part.Partition], part.End);
        Volatile.Write(ref _settled, sequence);
        Followers.Raise(parts);
    }
}

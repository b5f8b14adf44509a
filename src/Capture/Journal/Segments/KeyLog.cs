using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Which blocks of a segment hold which keys.</summary>
internal interface IKeyLookup
{
    /// <summary>Lists the blocks that may hold a key, oldest first.</summary>
    /// <param name="fold">The key, folded.</param>
    /// <param name="blocks">Receives their offsets in units of eight bytes.</param>
    void Find(uint fold, List<uint> blocks);
}

/// <summary>The keys of the segment that is being written, in the order they came. One writer, any number of readers.</summary>
internal sealed class KeyLog : IKeyLookup
{
    private readonly GrowingRows<uint> _folds = new();
    private readonly GrowingRows<uint> _blocks = new();
    private uint _lastFold;
    private uint _lastBlock = uint.MaxValue;

    /// <summary>A key in 32 bits. Two keys may share one: the record itself decides.</summary>
    public static uint Fold(ulong key) => (uint)(key ^ key >> 32);

    /// <summary>Notes every key of some records.</summary>
    /// <param name="records">Length (u32), key (u64), payload, one after the other.</param>
    /// <param name="offset">Offset of their block.</param>
    public void Note(ReadOnlySpan<byte> records, long offset)
    {
        var block = (uint)(offset / BlockLayout.Alignment);
        while (!records.IsEmpty)
        {
            var fold = Fold(BinaryPrimitives.ReadUInt64LittleEndian(records[4..]));
            records = records[(JournalBatch.RecordHeaderBytes + (int)BinaryPrimitives.ReadUInt32LittleEndian(records))..];
            if (fold == _lastFold && block == _lastBlock)
                continue;
            _blocks.Add(block); // Before its fold: whoever sees the fold sees the block.
            _folds.Add(fold);
            (_lastFold, _lastBlock) = (fold, block);
        }
    }

    /// <summary>All pairs (fold in the high half, block in the low), sorted, each once.</summary>
    public ulong[] Sorted()
    {
        var folds = _folds.Rows;
        var blocks = _blocks.Rows;
        var pairs = new ulong[folds.Length];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = (ulong)folds[i] << 32 | blocks[i];
        Array.Sort(pairs);
        var kept = 0;
        for (var i = 0; i < pairs.Length; i++)
            if (i == 0 || pairs[i] != pairs[i - 1])
                pairs[kept++] = pairs[i];
        return pairs[..kept];
    }

    /// <inheritdoc/>
    public void Find(uint fold, List<uint> blocks)
    {
        var folds = _folds.Rows;
        var offsets = _blocks.Rows;
        for (var at = 0; at < folds.Length; at++)
        {
            var step = folds[at..].IndexOf(fold);
            if (step < 0)
                return;
            at += step;
            if (blocks.Count == 0 || blocks[^1] != offsets[at])
                blocks.Add(offsets[at]);
        }
    }
}

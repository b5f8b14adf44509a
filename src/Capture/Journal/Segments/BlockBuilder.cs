using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Makes one block of the batches that have gathered: records grouped by partition, in the order they came. Used by the writer only.</summary>
/// <param name="partitions">How many partitions the journal has.</param>
/// <param name="compressionBytesMin">Fewer raw bytes are not compressed.</param>
/// <param name="salt">The journal's.</param>
internal sealed class BlockBuilder(int partitions, int compressionBytesMin, uint salt)
{
    private readonly int[] _counts = new int[partitions];
    private readonly int[] _bytes = new int[partitions];
    private readonly int[] _write = new int[partitions];
    private readonly BlockFrame[] _frames = new BlockFrame[partitions];
    private byte[] _stored = new byte[64 * 1024];
    private int _length;

    /// <summary>The block as it goes to disk, until the next is built.</summary>
    public ReadOnlySpan<byte> Stored => _stored.AsSpan(0, _length);

    /// <summary>How many records the block holds.</summary>
    public int Records { get; private set; }

    /// <summary>Builds a block.</summary>
    /// <param name="first">The first of its appends.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="sequence">The block's number.</param>
    /// <param name="ticks">Its commit time, in UTC ticks.</param>
    /// <param name="next">Per partition, the position of the next record.</param>
    /// <returns>The same records, in memory.</returns>
    public RecentBlock Build(PendingAppend first, PendingAppend last, long sequence, long ticks, ReadOnlySpan<long> next)
    {
        Count(first, last);
        var parts = PlanParts(next, out var raw, out var frames);
        var block = new RecentBlock(sequence, parts, raw);
        CopyRecords(first, last, block.Raw.Span);
        Seal(block.Raw.Span, parts, frames, sequence, ticks);
        return block;
    }

    /// <summary>Builds a block that exists already once more, of other bytes: its number, time and positions stay.</summary>
    /// <param name="view">The block.</param>
    /// <param name="parts">Its parts, with the lengths of their new bytes; offsets and frames are set here.</param>
    /// <param name="raw">The new bytes, part after part.</param>
    public void Rebuild(BlockView view, Span<BlockPart> parts, ReadOnlySpan<byte> raw)
    {
        Records = 0;
        var (at, frames, frameStart) = (0, 0, 0);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = parts[i] with { RawStart = at, Frame = frames };
            at += parts[i].RawLength;
            Records += parts[i].Count;
            frameStart = CloseFrame(at, frameStart, i == parts.Length - 1, ref frames);
        }
        Seal(raw, parts, frames, view.Sequence, view.CommittedTicks);
    }

    private void Seal(ReadOnlySpan<byte> raw, ReadOnlySpan<BlockPart> parts, int frames, long sequence, long ticks)
    {
        Store(raw, parts, frames);
        var header = _stored.AsSpan(0, BlockLayout.HeaderBytes);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, BlockLayout.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockLayout.LengthAt..], (uint)_length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockLayout.RawAt..], (uint)raw.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[BlockLayout.SequenceAt..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockLayout.SpansAt..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockLayout.RecordsAt..], (uint)Records);
        BinaryPrimitives.WriteInt64LittleEndian(header[BlockLayout.CommittedAt..], ticks);
        BinaryPrimitives.WriteUInt16LittleEndian(header[BlockLayout.PartsAt..], (ushort)parts.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[BlockLayout.FramesAt..], (ushort)frames);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockLayout.CrcAt..], Checksum.Of(Stored[BlockLayout.SealedFrom..], salt));
    }

    private void Count(PendingAppend first, PendingAppend last)
    {
        Array.Clear(_counts);
        Array.Clear(_bytes);
        Records = 0;
        for (var append = first; ; append = append.Next!)
        {
            foreach (ref readonly var entry in append.Batch.Entries)
            {
                _counts[entry.Partition]++;
                _bytes[entry.Partition] += entry.Length;
            }
            Records += append.Batch.Count;
            if (ReferenceEquals(append, last))
                return;
        }
    }

    private BlockPart[] PlanParts(ReadOnlySpan<long> next, out int raw, out int frames)
    {
        var present = 0;
        foreach (var count in _counts)
            present += count > 0 ? 1 : 0;
        var parts = new BlockPart[present];
        var (part, frameStart) = (0, 0);
        (raw, frames) = (0, 0);
        for (var partition = 0; partition < _counts.Length; partition++)
        {
            if (_counts[partition] == 0)
                continue;
            parts[part++] = new BlockPart(partition, next[partition], _counts[partition], raw, _bytes[partition], frames);
            _write[partition] = raw;
            raw += _bytes[partition];
            frameStart = CloseFrame(raw, frameStart, part == present, ref frames);
        }
        return parts;
    }

    private int CloseFrame(int raw, int frameStart, bool last, ref int frames)
    {
        if (raw - frameStart < BlockLayout.FrameRawBytesMin && !last)
            return frameStart;
        _frames[frames++] = new BlockFrame(0, 0, frameStart, raw - frameStart);
        return raw;
    }

    private void CopyRecords(PendingAppend first, PendingAppend last, Span<byte> raw)
    {
        for (var append = first; ; append = append.Next!)
        {
            var bytes = append.Batch.Bytes;
            foreach (ref readonly var entry in append.Batch.Entries)
            {
                bytes.Slice(entry.Start, entry.Length).CopyTo(raw[_write[entry.Partition]..]);
                _write[entry.Partition] += entry.Length;
            }
            if (ReferenceEquals(append, last))
                return;
        }
    }

    private void Store(ReadOnlySpan<byte> raw, ReadOnlySpan<BlockPart> parts, int frames)
    {
        var tables = BlockLayout.HeaderBytes + parts.Length * BlockLayout.PartBytes + frames * BlockLayout.FrameBytes;
        var most = BlockLayout.Align(tables + raw.Length);
        if (_stored.Length < most)
            _stored = new byte[(int)Math.Min((long)most * 2, Array.MaxLength)];
        for (var i = 0; i < parts.Length; i++)
            WritePart(_stored.AsSpan(BlockLayout.HeaderBytes + i * BlockLayout.PartBytes, BlockLayout.PartBytes), parts[i]);

        var rows = BlockLayout.HeaderBytes + parts.Length * BlockLayout.PartBytes;
        var at = tables;
        for (var i = 0; i < frames; i++)
        {
            var frame = raw.Slice(_frames[i].RawStart, _frames[i].Raw);
            var stored = Compress(frame, _stored.AsSpan(at, frame.Length), raw.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(_stored.AsSpan(rows + i * BlockLayout.FrameBytes), (uint)stored);
            BinaryPrimitives.WriteUInt32LittleEndian(_stored.AsSpan(rows + i * BlockLayout.FrameBytes + 4), (uint)frame.Length);
            at += stored;
        }
        _length = BlockLayout.Align(at);
        _stored.AsSpan(at, _length - at).Clear();
    }

    private int Compress(ReadOnlySpan<byte> frame, Span<byte> target, int rawBytes)
    {
        if (rawBytes >= compressionBytesMin)
        {
            var stored = LZ4Codec.Encode(frame, target[..(frame.Length - frame.Length / 8)], LZ4Level.L00_FAST);
            if (stored > 0)
                return stored;
        }
        frame.CopyTo(target);
        return frame.Length;
    }

    private static void WritePart(Span<byte> row, in BlockPart part)
    {
        BinaryPrimitives.WriteInt64LittleEndian(row, part.First);
        BinaryPrimitives.WriteUInt32LittleEndian(row[8..], (uint)part.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(row[12..], (uint)part.RawStart);
        BinaryPrimitives.WriteUInt32LittleEndian(row[16..], (uint)part.RawLength);
        BinaryPrimitives.WriteUInt16LittleEndian(row[20..], (ushort)part.Partition);
        BinaryPrimitives.WriteUInt16LittleEndian(row[22..], (ushort)part.Frame);
    }
}

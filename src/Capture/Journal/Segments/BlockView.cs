using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>What a stored block says about itself: read from its bytes, checked, re-used for the next.</summary>
internal sealed class BlockView
{
    private BlockPart[] _parts = new BlockPart[16];
    private BlockFrame[] _frames = new BlockFrame[16];
    private int _partCount;
    private int _frameCount;

    /// <summary>Bytes of the whole block.</summary>
    public int Length { get; private set; }

    /// <summary>Its number in the journal.</summary>
    public long Sequence { get; private set; }

    /// <summary>How many block numbers it stands for: more than 1 only where a repair left a gap.</summary>
    public uint Spans { get; private set; }

    /// <summary>When it was committed, in UTC ticks.</summary>
    public long CommittedTicks { get; private set; }

    /// <summary>One per partition present, by partition.</summary>
    public ReadOnlySpan<BlockPart> Parts => _parts.AsSpan(0, _partCount);

    /// <summary>Its frames, in order.</summary>
    public ReadOnlySpan<BlockFrame> Frames => _frames.AsSpan(0, _frameCount);

    /// <summary>The length a block claims, or 0 when no block begins here.</summary>
    public static int ClaimedLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BlockLayout.HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != BlockLayout.Magic)
            return 0;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[BlockLayout.LengthAt..]);
        return length is >= BlockLayout.HeaderBytes and <= int.MaxValue && length % BlockLayout.Alignment == 0 ? (int)length : 0;
    }

    /// <summary>Reads a block.</summary>
    /// <param name="bytes">Begins with the block; may hold more.</param>
    /// <param name="salt">The journal's.</param>
    /// <returns>Null when all is well, else what is wrong.</returns>
    public string? Parse(ReadOnlySpan<byte> bytes, uint salt)
    {
        Length = ClaimedLength(bytes);
        if (Length == 0)
            return "no block begins here";
        if (Length > bytes.Length)
            return "a block is cut off";
        var block = bytes[..Length];
        if (Checksum.Of(block[BlockLayout.SealedFrom..], salt) != BinaryPrimitives.ReadUInt32LittleEndian(block[BlockLayout.CrcAt..]))
            return "the checksum of a block is wrong";

        Sequence = BinaryPrimitives.ReadInt64LittleEndian(block[BlockLayout.SequenceAt..]);
        Spans = BinaryPrimitives.ReadUInt32LittleEndian(block[BlockLayout.SpansAt..]);
        CommittedTicks = BinaryPrimitives.ReadInt64LittleEndian(block[BlockLayout.CommittedAt..]);
        _partCount = BinaryPrimitives.ReadUInt16LittleEndian(block[BlockLayout.PartsAt..]);
        _frameCount = BinaryPrimitives.ReadUInt16LittleEndian(block[BlockLayout.FramesAt..]);
        var tables = BlockLayout.HeaderBytes + _partCount * BlockLayout.PartBytes + _frameCount * BlockLayout.FrameBytes;
        if (tables > Length || Spans == 0)
            return "the tables of a block do not fit it";
        return ReadFrames(block, tables) ?? ReadParts(block);
    }

    private string? ReadFrames(ReadOnlySpan<byte> block, int start)
    {
        if (_frames.Length < _frameCount)
            _frames = new BlockFrame[_frameCount];
        var rows = block[(BlockLayout.HeaderBytes + _partCount * BlockLayout.PartBytes)..];
        long raw = 0, at = start;
        for (var i = 0; i < _frameCount; i++)
        {
            var stored = BinaryPrimitives.ReadUInt32LittleEndian(rows[(i * BlockLayout.FrameBytes)..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rows[(i * BlockLayout.FrameBytes + 4)..]);
            if (at + stored > Length || raw + size > int.MaxValue)
                return "a frame of a block does not fit it";
            _frames[i] = new BlockFrame((int)at, (int)stored, (int)raw, (int)size);
            at += stored;
            raw += size;
        }
        return null;
    }

    private string? ReadParts(ReadOnlySpan<byte> block)
    {
        if (_parts.Length < _partCount)
            _parts = new BlockPart[_partCount];
        for (var i = 0; i < _partCount; i++)
        {
            var row = block.Slice(BlockLayout.HeaderBytes + i * BlockLayout.PartBytes, BlockLayout.PartBytes);
            var part = new BlockPart(
                BinaryPrimitives.ReadUInt16LittleEndian(row[20..]), BinaryPrimitives.ReadInt64LittleEndian(row),
                (int)BinaryPrimitives.ReadUInt32LittleEndian(row[8..]), (int)BinaryPrimitives.ReadUInt32LittleEndian(row[12..]),
                (int)BinaryPrimitives.ReadUInt32LittleEndian(row[16..]), BinaryPrimitives.ReadUInt16LittleEndian(row[22..]));
            if (part.Frame >= _frameCount || part.RawStart < _frames[part.Frame].RawStart
                || part.RawStart + (long)part.RawLength > _frames[part.Frame].RawStart + (long)_frames[part.Frame].Raw)
                return "a part of a block does not fit its frame";
            _parts[i] = part;
        }
        return null;
    }
}

using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Reads a segment from end to end, checking every block, and learns its indexes on the way.</summary>
internal sealed class SegmentScan : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly FileWindow _window = new();
    private readonly FrameDecoder _decoder = new();
    private readonly uint _salt;
    private readonly long _length;
    private readonly long[] _positions;
    private long _offset;
    private long _sequence;
    private long _ticks;

    /// <summary>Opens a segment at its first block.</summary>
    public SegmentScan(string path, SegmentHeader header, uint salt)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(_file);
        _salt = salt;
        _offset = SegmentHeader.Bytes(header.FirstPositions.Length);
        _sequence = header.FirstSequence;
        _positions = [.. header.FirstPositions];
        Index = new SparseIndex(_positions.Length);
    }

    /// <summary>What was found of the sparse index.</summary>
    public SparseIndex Index { get; }

    /// <summary>What was found of the keys.</summary>
    public KeyLog Keys { get; } = new();

    /// <summary>The block at hand, after <see cref="Next"/> answered null.</summary>
    public BlockView Block { get; } = new();

    /// <summary>Where the scan stands: the end of what is whole.</summary>
    public SegmentEnd End => new(_offset, _sequence, _ticks, [.. _positions]);

    /// <summary>Bytes of the file.</summary>
    public long FileLength => _length;

    /// <summary>Whether a repair left a gap: positions need not follow each other then.</summary>
    public bool HasGap { get; set; }

    /// <summary>Reads all blocks up to a number, or to the first that is not whole.</summary>
    /// <returns>What is wrong with the block where it stopped short; null when it reached the number.</returns>
    public string? ReadUntil(long sequence)
    {
        while (_sequence < sequence)
            if (Next() is { } problem)
                return problem;
        return null;
    }

    /// <summary>Reads one block.</summary>
    /// <returns>Null when it is whole, else what is wrong.</returns>
    public string? Next()
    {
        var claimed = BlockView.ClaimedLength(_window.Get(_file, _offset, BlockLayout.HeaderBytes, _length).Span);
        if (claimed == 0)
            return "no block begins here";
        if (_offset + claimed > _length)
            return "a block is cut off";
        var bytes = _window.Get(_file, _offset, claimed, _length);
        if ((Block.Parse(bytes.Span, _salt) ?? Follows() ?? Learn(bytes)) is { } problem)
            return problem;
        _offset += claimed;
        _sequence += Block.Spans;
        _ticks = Block.CommittedTicks;
        return null;
    }

    /// <summary>Looks for a whole block of this journal after the place where the scan stopped.</summary>
    /// <param name="until">Only blocks with smaller numbers count.</param>
    /// <returns>Its offset, or null. <see cref="Block"/> is that block then.</returns>
    public long? FindLater(long until = long.MaxValue)
    {
        ReadOnlySpan<byte> magic = [0x4B, 0x42, 0x4B, 0x31];
        var at = _offset + BlockLayout.HeaderBytes;
        while (at + BlockLayout.HeaderBytes <= _length)
        {
            var bytes = _window.Get(_file, at, 128 * 1024, _length).Span;
            var found = bytes.IndexOf(magic);
            if (found < 0)
            {
                at += Math.Max(bytes.Length - magic.Length + 1, 1);
                continue;
            }
            at += found;
            if (at % BlockLayout.Alignment == 0 && IsBlock(at) && Block.Sequence < until)
                return at;
            at++;
        }
        return null;
    }

    /// <summary>Goes on at a block that <see cref="FindLater"/> found.</summary>
    public void SkipTo(long offset)
    {
        _offset = offset;
        _sequence = Block.Sequence;
        HasGap = true;
    }

    /// <summary>Where the last byte that is not zero lies, from where the scan stands on; the place itself when there is none.</summary>
    public long UsedEnd()
    {
        var (at, end) = (_offset, _offset);
        while (at < _length)
        {
            var bytes = _window.Get(_file, at, 128 * 1024, _length).Span;
            if (bytes.IsEmpty)
                break;
            var last = bytes.LastIndexOfAnyExcept((byte)0);
            end = last < 0 ? end : at + last + 1;
            at += bytes.Length;
        }
        return end;
    }

    /// <summary>Copies bytes of the file.</summary>
    public byte[] Bytes(long from, long to)
    {
        var bytes = new byte[to - from];
        return bytes[..RandomAccess.Read(_file, bytes, from)];
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool IsBlock(long at)
    {
        var claimed = BlockView.ClaimedLength(_window.Get(_file, at, BlockLayout.HeaderBytes, _length).Span);
        return claimed > 0 && at + claimed <= _length && Block.Parse(_window.Get(_file, at, claimed, _length).Span, _salt) is null && Block.Sequence > _sequence;
    }

    private string? Follows()
    {
        if (Block.Sequence != _sequence)
            return $"block {Block.Sequence} stands where block {_sequence} is due";
        HasGap |= Block.Spans > 1 || Block.Parts.IsEmpty;
        foreach (ref readonly var part in Block.Parts)
            if (part.Partition >= _positions.Length || part.First < _positions[part.Partition] || (part.First != _positions[part.Partition] && !HasGap))
                return $"partition {part.Partition} goes on at another position than is due";
        return null;
    }

    private string? Learn(ReadOnlyMemory<byte> bytes)
    {
        foreach (ref readonly var part in Block.Parts)
        {
            if (_decoder.Decode(Block, bytes, part, out var raw) is { } problem)
                return problem;
            Keys.Note(raw.Span, _offset);
        }
        Index.Note(_offset, _sequence, Block.CommittedTicks, _positions);
        foreach (ref readonly var part in Block.Parts)
            _positions[part.Partition] = part.End;
        return null;
    }
}

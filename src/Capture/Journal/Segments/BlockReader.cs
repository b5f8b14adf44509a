using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Reads committed blocks from disk, forward, from segment to segment. One per cursor, so that readers share nothing they would wait for.</summary>
/// <param name="segments">All segments.</param>
/// <param name="salt">The journal's.</param>
internal sealed class BlockReader(SegmentList segments, uint salt) : IDisposable
{
    private readonly FileWindow _window = new();
    private readonly FrameDecoder _decoder = new();
    private Segment? _segment;
    private SafeFileHandle? _file;
    private ReadOnlyMemory<byte> _bytes;
    private long _offset;
    private long _sequence;

    /// <summary>The block at hand.</summary>
    public BlockView Block { get; } = new();

    /// <summary>Reads the block with a number, or the first one after it that retention has left.</summary>
    /// <param name="sequence">A committed block.</param>
    /// <returns>False when retention has left nothing from there on.</returns>
    /// <exception cref="JournalDamagedException">It is not what was written.</exception>
    public bool Read(long sequence)
    {
        if (_segment is null || sequence < _sequence || sequence >= _segment.EndSequence)
            MoveTo(sequence);
        else if (sequence - _sequence > 1 && _segment.Index.BySequence(sequence) is { } near && near.Sequence > _sequence)
            (_offset, _sequence) = near;
        if (_sequence > sequence && _sequence >= _segment!.EndSequence)
            return false;
        do
        {
            ReadOne();
        }
        while (_sequence <= sequence);
        return true;
    }

    /// <summary>Reads the block at a place of a segment.</summary>
    /// <returns>False when retention has deleted it.</returns>
    public bool ReadAt(Segment segment, long offset)
    {
        if (!ReferenceEquals(_segment, segment) && !Enter(segment))
            return false;
        _offset = offset;
        _sequence = -1;
        ReadOne();
        return true;
    }

    /// <summary>The records of one part of the block at hand; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Records(in BlockPart part) =>
        _decoder.Decode(Block, _bytes, part, out var raw) is { } problem ? throw Damage(_offset - Block.Length, problem) : raw;

    /// <inheritdoc/>
    public void Dispose() => Leave();

    private void MoveTo(long sequence)
    {
        while (true)
        {
            var segment = segments.OfSequence(sequence);
            if (!ReferenceEquals(_segment, segment) && !Enter(segment))
                continue; // Deleted a moment ago: the list no longer has it.
            (_offset, _sequence) = segment.Index.BySequence(sequence) ?? (SegmentHeader.Bytes(segment.FirstPositions.Length), segment.FirstSequence);
            return;
        }
    }

    private bool Enter(Segment segment)
    {
        Leave();
        if (segment.Hold() is not { } file)
            return false;
        (_segment, _file) = (segment, file);
        _window.Reset();
        _decoder.Reset();
        return true;
    }

    /// <summary>Lets go of the segment at hand if another has taken its place: the next read is from that one.</summary>
    public void LeaveReplaced()
    {
        if (_segment?.Successor is not null)
            Leave();
    }

    /// <summary>The block at hand as it is stored; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Stored => _bytes;

    /// <summary>Lets go of the segment at hand.</summary>
    public void Leave()
    {
        _segment?.Release();
        _segment = null;
    }

    private void ReadOne()
    {
        var limit = _segment!.EndOffset;
        var claimed = BlockView.ClaimedLength(_window.Get(_file!, _offset, BlockLayout.HeaderBytes, limit).Span);
        if (claimed == 0 || _offset + claimed > limit)
            throw Damage(_offset, "no whole block begins here");
        _bytes = _window.Get(_file!, _offset, claimed, limit);
        if (Block.Parse(_bytes.Span, salt) is { } problem)
            throw Damage(_offset, problem);
        if (_sequence >= 0 && Block.Sequence != _sequence)
            throw Damage(_offset, $"block {Block.Sequence} stands where block {_sequence} is due");
        _offset += claimed;
        _sequence = Block.Sequence + Block.Spans;
    }

    private JournalDamagedException Damage(long offset, string reason) => new(_segment!.Path, offset, Math.Max(_sequence, 0), _segment.FirstPositions, reason);
}

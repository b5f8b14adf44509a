using K4os.Compression.LZ4;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Gives the raw records of a partition out of a stored block, decompressing each frame at most once in a row.</summary>
internal sealed class FrameDecoder
{
    private byte[] _scratch = [];
    private long _sequence = -1;
    private int _frame = -1;

    /// <summary>Forgets what was decompressed, before blocks of another file.</summary>
    public void Reset() => _sequence = -1;

    /// <summary>The records of one part.</summary>
    /// <param name="view">The block, read and checked.</param>
    /// <param name="block">Its bytes.</param>
    /// <param name="part">One of its parts.</param>
    /// <param name="raw">The records; valid until the next call, and as long as <paramref name="block"/>.</param>
    /// <returns>Null, or what is wrong with the frame.</returns>
    public string? Decode(BlockView view, ReadOnlyMemory<byte> block, in BlockPart part, out ReadOnlyMemory<byte> raw)
    {
        ref readonly var frame = ref view.Frames[part.Frame];
        var from = part.RawStart - frame.RawStart;
        if (frame.Stored == frame.Raw)
        {
            raw = block.Slice(frame.Start + from, part.RawLength);
            return null;
        }
        raw = default;
        if (_sequence != view.Sequence || _frame != part.Frame)
        {
            if (_scratch.Length < frame.Raw)
                _scratch = new byte[Math.Max(frame.Raw, Math.Min(_scratch.Length * 2, 1 << 20))];
            _sequence = -1;
            if (LZ4Codec.Decode(block.Span.Slice(frame.Start, frame.Stored), _scratch.AsSpan(0, frame.Raw)) != frame.Raw)
                return "a frame of a block cannot be decompressed";
            _sequence = view.Sequence;
            _frame = part.Frame;
        }
        raw = _scratch.AsMemory(from, part.RawLength);
        return null;
    }
}

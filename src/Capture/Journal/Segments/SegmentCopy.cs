namespace Kairos.Capture.Journal.Segments;

/// <summary>The new file of a segment that is written anew: nothing is written before the first block that differs.</summary>
/// <param name="original">The segment.</param>
/// <param name="disk">Where files come from.</param>
internal sealed class SegmentCopy(Segment original, ISegmentDisk disk) : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly string _path = original.Path + ".tmp";
    private readonly byte[] _buffer = new byte[BufferBytes];
    private ISegmentFile? _file;
    private int _buffered;

    /// <summary>Where the next block begins.</summary>
    public long Offset { get; private set; } = SegmentHeader.Bytes(original.FirstPositions.Length);

    /// <summary>Takes a block as it stands in the original.</summary>
    public void Same(ReadOnlySpan<byte> block)
    {
        if (_file is not null)
            Put(block);
        Offset += block.Length;
    }

    /// <summary>Takes a block in place of one of the original.</summary>
    /// <param name="at">Where the original has it.</param>
    /// <param name="block">The new one.</param>
    public void Differ(long at, ReadOnlySpan<byte> block)
    {
        if (_file is null)
            CopyUntil(at);
        Put(block);
        Offset += block.Length;
    }

    /// <summary>Writes what is left and waits for the disk.</summary>
    public void Finish()
    {
        Flush();
        _file!.Truncate(Offset);
        _file.Sync();
        _file.Dispose();
        _file = null;
    }

    /// <summary>Gives the file the original's name.</summary>
    public void TakePlace() => File.Move(_path, original.Path, overwrite: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is null)
            return;
        _file.Dispose();
        File.Delete(_path); // Given up half-way.
    }

    // All before the first difference, the header included, is the same byte for byte.
    private void CopyUntil(long end)
    {
        _file = disk.Create(_path, original.EndOffset);
        using var from = File.OpenHandle(original.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        for (long at = 0; at < end;)
        {
            var read = RandomAccess.Read(from, _buffer.AsSpan(0, (int)Math.Min(BufferBytes, end - at)), at);
            if (read == 0)
                throw new EndOfStreamException($"{original.Path} is shorter than it was.");
            _file.Write(_buffer.AsSpan(0, read), at);
            at += read;
        }
    }

    private void Put(ReadOnlySpan<byte> block)
    {
        if (_buffered + block.Length > BufferBytes)
            Flush();
        if (block.Length > BufferBytes)
        {
            _file!.Write(block, Offset);
            return;
        }
        block.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += block.Length;
    }

    // What is buffered ends where the next block begins.
    private void Flush()
    {
        if (_buffered > 0)
            _file!.Write(_buffer.AsSpan(0, _buffered), Offset - _buffered);
        _buffered = 0;
    }
}

using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Reads a file forward through one buffer.</summary>
internal sealed class FileWindow
{
    private const int ReadBytes = 256 * 1024;
    private byte[] _buffer = new byte[ReadBytes];
    private long _start;
    private int _length;

    /// <summary>Forgets what was read, before another file or another place.</summary>
    public void Reset() => _length = 0;

    /// <summary>Gives bytes of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">From where.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="limit">Nothing at or after this offset is read.</param>
    /// <returns>The bytes, fewer at the end of the file or at the limit; valid until the next call.</returns>
    public ReadOnlyMemory<byte> Get(SafeFileHandle file, long offset, int count, long limit)
    {
        if (offset < _start || offset + count > _start + _length)
            Fill(file, offset, count, limit);
        var skip = (int)(offset - _start);
        return _buffer.AsMemory(skip, Math.Clamp(_length - skip, 0, count));
    }

    private void Fill(SafeFileHandle file, long offset, int count, long limit)
    {
        if (_buffer.Length < count)
            _buffer = new byte[Math.Max(count, _buffer.Length * 2)];
        _start = offset;
        _length = 0;
        var wanted = (int)Math.Min(_buffer.Length, Math.Max(limit - offset, 0));
        while (_length < wanted)
        {
            var got = RandomAccess.Read(file, _buffer.AsSpan(_length, wanted - _length), offset + _length);
            if (got == 0)
                return;
            _length += got;
        }
    }
}

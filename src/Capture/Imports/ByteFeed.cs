using System.Security.Cryptography;

namespace Kairos.Capture.Imports;

/// <summary>The bytes of a file as they are read, with the place in it and a hash of all that was passed. Holds one row at a time and what was read behind it.</summary>
/// <param name="from">The file, inflated.</param>
internal sealed class ByteFeed(Stream from) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[4 * ChunkBytes];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>How many bytes were passed.</summary>
    public long Offset { get; private set; }

    /// <summary>What was read and not passed yet.</summary>
    public ReadOnlyMemory<byte> Window => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Hash of all bytes that were passed, in hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Reads more behind the window, which may move.</summary>
    /// <returns>False when there is no more.</returns>
    public async ValueTask<bool> Fill(CancellationToken cancel)
    {
        if (_ended)
            return false;
        if (_buffer.Length - _end < ChunkBytes)
        {
            var room = _end - _start + ChunkBytes > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Window.CopyTo(room);
            (_end, _start, _buffer) = (_end - _start, 0, room);
        }

        var read = await from.ReadAsync(_buffer.AsMemory(_end), cancel);
        _ended = read == 0;
        _end += read;
        return !_ended;
    }

    /// <summary>Passes bytes of the window.</summary>
    public void Pass(int bytes)
    {
        _hash.AppendData(_buffer, _start, bytes);
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Passes all bytes up to a place.</summary>
    /// <param name="offset">Counted from the beginning of the file.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether the file goes that far.</returns>
    public async ValueTask<bool> PassTo(long offset, CancellationToken cancel)
    {
        while (Offset < offset)
        {
            Pass((int)Math.Min(Window.Length, offset - Offset));
            if (Offset < offset && !await Fill(cancel))
                return false;
        }

        return Offset == offset;
    }

    /// <summary>Finds the end of a line.</summary>
    /// <param name="bytesMax">Longest line that is held, without its end.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Bytes before the line feed, or before the end of the file; −1 when there are none left; −2 when the line is longer.</returns>
    public async ValueTask<int> FindLine(int bytesMax, CancellationToken cancel)
    {
        for (var searched = 0; ;)
        {
            var feed = Window.Span[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
                return searched + feed <= bytesMax ? searched + feed : -2;
            searched = Window.Length;
            if (searched > bytesMax)
                return -2;
            if (!await Fill(cancel))
                return searched == 0 ? -1 : searched;
        }
    }

    /// <summary>Passes what is left of a line, however long, with its line feed.</summary>
    public async ValueTask PassLine(CancellationToken cancel)
    {
        for (; ;)
        {
            var feed = Window.Span.IndexOf((byte)'\n');
            Pass(feed < 0 ? Window.Length : feed + 1);
            if (feed >= 0 || !await Fill(cancel))
                return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}

using System.Runtime.InteropServices;
using System.Text;

namespace Kairos.Learn.Snapshots;

/// <summary>Writes state as numbers and arrays of numbers, little-endian, and sums up a checksum on the way. One thread.</summary>
/// <param name="stream">Where to.</param>
/// <param name="cancel">Gives up: the next write throws.</param>
public sealed class StateWriter(Stream stream, CancellationToken cancel = default)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    /// <summary>The checksum of all that <see cref="Flush"/> has passed on.</summary>
    public uint Checksum { get; private set; }

    /// <summary>How many bytes that was.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes one number, or a structure of numbers.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The number.</param>
    public void Write<T>(T value)
        where T : unmanaged => Raw(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Writes how many there are and then all of them.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="values">The numbers.</param>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        Raw(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">The text.</param>
    public void Write(string text) => Write<byte>(Encoding.UTF8.GetBytes(text));

    /// <summary>Passes on what is buffered.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public void Flush()
    {
        cancel.ThrowIfCancellationRequested();
        var bytes = _buffer.AsSpan(0, _filled);
        Checksum = Capture.Journal.Segments.Checksum.Of(bytes, Checksum);
        stream.Write(bytes);
        Bytes += _filled;
        _filled = 0;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_filled == _buffer.Length)
                Flush();
            var part = bytes[..Math.Min(bytes.Length, _buffer.Length - _filled)];
            part.CopyTo(_buffer.AsSpan(_filled));
            _filled += part.Length;
            bytes = bytes[part.Length..];
        }
    }
}

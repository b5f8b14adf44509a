using System.Text;

namespace Kairos.Capture.Tests.Imports;

/// <summary>Gives its bytes a few at a time.</summary>
internal sealed class DripStream(byte[] bytes, int chunk) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
}

/// <summary>A text, very many letters x, another text.</summary>
internal sealed class LongLineStream(string before, long letters, string after) : Stream
{
    private readonly byte[] _before = Encoding.UTF8.GetBytes(before);
    private readonly byte[] _after = Encoding.UTF8.GetBytes(after);
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var inLine = _at - _before.Length;
        var from = inLine < 0 ? _before.AsSpan((int)_at) : inLine >= letters ? _after.AsSpan((int)(inLine - letters)) : default;
        var length = (int)Math.Min(buffer.Length, inLine is >= 0 && inLine < letters ? letters - inLine : from.Length);
        if (from.IsEmpty)
            buffer[..length].Fill((byte)'x');
        else
            from[..length].CopyTo(buffer);
        _at += length;
        return length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

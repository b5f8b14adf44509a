using System.Buffers.Binary;

namespace Kairos.Scenarios.Damage;

/// <summary>The newest segment of a stopped server's journal, opened to be damaged. The format: <c>docs/decisions/0002</c>.</summary>
internal sealed class JournalFile
{
    private const uint BlockMagic = 0x314B_424B;
    private const int LengthAt = 8;
    private const int Alignment = 8;
    private readonly byte[] _bytes;

    /// <summary>Reads it.</summary>
    /// <param name="data">The data folder.</param>
    public JournalFile(string data)
    {
        Path = Directory.EnumerateFiles(data, "*.segment", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        _bytes = File.ReadAllBytes(Path);
        var at = FirstBlock();
        while (at < _bytes.Length && LengthOf(at) is > 0 and var length && at + length <= _bytes.Length)
        {
            Blocks.Add((at, length));
            at += length;
        }
        End = at;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Offset and length of each sealed block.</summary>
    public List<(int Start, int Length)> Blocks { get; } = [];

    /// <summary>The offset after the last sealed block: all behind it was never acknowledged.</summary>
    public int End { get; }

    /// <summary>Writes bytes at an offset.</summary>
    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write);
        file.Position = offset;
        file.Write(bytes);
    }

    /// <summary>Cuts the file.</summary>
    public void Cut(int length)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    /// <summary>Turns one bit round.</summary>
    public void Flip(int offset) => Write(offset, [(byte)(_bytes[offset] ^ 0x10)]);

    /// <summary>The bytes of the last sealed block.</summary>
    public ReadOnlySpan<byte> LastBlock => _bytes.AsSpan(Blocks[^1].Start, Blocks[^1].Length);

    private int FirstBlock()
    {
        for (var at = 0; at + LengthAt < _bytes.Length; at += Alignment)
            if (LengthOf(at) > 0)
                return at;
        throw new InvalidOperationException($"No block was found in {Path}.");
    }

    private int LengthOf(int at) => at + LengthAt + 4 <= _bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at)) == BlockMagic
        ? BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at + LengthAt))
        : 0;
}

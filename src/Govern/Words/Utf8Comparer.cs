using System.Buffers.Binary;
using System.Numerics;

namespace Kairos.Govern.Words;

/// <summary>
/// Compares UTF-8 words byte by byte, so that a table of them is asked with a span and nothing is allocated:
/// <c>new Dictionary&lt;byte[], T&gt;(Utf8Comparer.Instance).GetAlternateLookup&lt;ReadOnlySpan&lt;byte&gt;&gt;()</c>.
/// </summary>
/// <remarks>The hash is quick and not keyed: for tables that we write ourselves, never for keys that a stranger chooses.</remarks>
public sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>The one instance.</summary>
    public static Utf8Comparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x is null || y is null ? x == y : x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = (ulong)alternate.Length * 0x9E3779B97F4A7C15UL;
        while (alternate.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ BinaryPrimitives.ReadUInt64LittleEndian(alternate)) * 0xD6E8FEB86659FD93UL;
            alternate = alternate[8..];
        }

        ulong last = 0;
        for (var i = 0; i < alternate.Length; i++)
            last |= (ulong)alternate[i] << (8 * i);
        hash = (BitOperations.RotateLeft(hash, 23) ^ last) * 0xD6E8FEB86659FD93UL;
        return (int)(hash >> 32) ^ (int)hash;
    }
}

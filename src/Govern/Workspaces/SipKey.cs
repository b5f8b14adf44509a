using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Kairos.Govern.Workspaces;

/// <summary>A secret 128-bit key that turns identifiers into fixed-size keys, and the keyed hash that does it.</summary>
/// <param name="K0">First half of the secret.</param>
/// <param name="K1">Second half of the secret.</param>
/// <remarks>
/// SipHash-1-3 with a 128-bit result. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012,
/// with the 128-bit finalization of the authors' reference code. Being keyed, nobody outside can aim two identifiers at one key.
/// Allocates nothing.
/// </remarks>
public readonly record struct SipKey(ulong K0, ulong K1)
{
    /// <summary>A new secret, drawn from the system's cryptographic source.</summary>
    public static SipKey Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads a secret as it is stored.</summary>
    /// <param name="bytes">16 bytes: both halves, lowest byte first.</param>
    public static SipKey Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    /// <summary>Hashes <paramref name="text"/> within a <paramref name="domain"/>: the same text in two domains has unrelated hashes.</summary>
    /// <param name="domain">What kind of thing the text names.</param>
    /// <param name="text">UTF-8 bytes, of any length.</param>
    /// <returns>128 bits: the high half, then the low half.</returns>
    public (ulong High, ulong Low) Hash(KeyDomain domain, ReadOnlySpan<byte> text)
    {
        var k0 = K0 ^ ((ulong)domain << 56);
        var v0 = k0 ^ 0x736f6d6570736575UL;
        var v1 = K1 ^ 0x646f72616e646f6dUL ^ 0xee;
        var v2 = k0 ^ 0x6c7967656e657261UL;
        var v3 = K1 ^ 0x7465646279746573UL;

        var rest = text;
        while (rest.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            rest = rest[8..];
        }

        var last = (ulong)text.Length << 56;
        for (var i = 0; i < rest.Length; i++)
            last |= (ulong)rest[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;

        v2 ^= 0xee;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        var high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return (high, v0 ^ v1 ^ v2 ^ v3);
    }

    /// <summary>The low 64 bits of <see cref="Hash"/>, never zero: zero stands for "none" wherever a key is stored.</summary>
    /// <param name="domain">What kind of thing the text names.</param>
    /// <param name="text">UTF-8 bytes; empty text hashes to zero.</param>
    public ulong Hash64(KeyDomain domain, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        var low = Hash(domain, text).Low;
        return low == 0 ? 1 : low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kairos.Govern.Workspaces;

/// <summary>The SHA-256 of a key: all that is kept of it. Keys hold 160 random bits, so a plain hash cannot be guessed back.</summary>
internal static class KeyHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>Longest key that is looked at, bytes.</summary>
    public const int KeyBytesMax = 256;

    /// <summary>Hashes a key together with its kind, so that a write key never opens what a secret key does.</summary>
    /// <param name="kind">What it may open.</param>
    /// <param name="key">UTF-8 bytes, at most <see cref="KeyBytesMax"/>.</param>
    /// <param name="to">Receives <see cref="Bytes"/> bytes.</param>
    /// <returns>The hash's first 64 bits.</returns>
    public static ulong Of(KeyKind kind, ReadOnlySpan<byte> key, Span<byte> to)
    {
        Span<byte> text = stackalloc byte[KeyBytesMax + 1];
        text[0] = (byte)kind;
        key.CopyTo(text[1..]);
        SHA256.HashData(text[..(key.Length + 1)], to);
        return BinaryPrimitives.ReadUInt64LittleEndian(to);
    }

    /// <summary>Draws a key: its prefix says its kind to people, the rest is 160 random bits.</summary>
    /// <param name="kind">What it may open.</param>
    public static string Draw(KeyKind kind) =>
        (kind == KeyKind.Write ? "kw_" : "ks_") + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 28);
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kairos.Govern.Audit;

/// <summary>The hash that binds an entry to the one before: SHA-256 over the previous hash and every field, each with its length, so that no two entries read the same.</summary>
internal static class AuditChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const byte Version = 1;

    /// <summary>The previous hash of the first entry.</summary>
    public static byte[] Origin => new byte[HashBytes];

    /// <summary>The hash of an entry.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="atMs">When, ms since 1970 UTC.</param>
    /// <param name="change">What it tells.</param>
    /// <param name="previous">The hash of the entry before.</param>
    public static byte[] Hash(long sequence, long atMs, AuditChange change, ReadOnlySpan<byte> previous)
    {
        var text = new ArrayBufferWriter<byte>(512);
        text.Write([Version]);
        text.Write(previous);
        Write(text, sequence);
        Write(text, atMs);
        Write(text, change.Workspace.Value);
        Write(text, (long)change.Actor.Kind);
        foreach (var field in (ReadOnlySpan<string?>)[change.Actor.Id, change.Actor.Name, change.Actor.Role, change.Actor.Address, change.Action, change.Target, change.Before, change.After])
            Write(text, field);
        return SHA256.HashData(text.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> text, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(text.GetSpan(sizeof(long)), number);
        text.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> text, string? field)
    {
        Write(text, field is null ? -1 : Encoding.UTF8.GetByteCount(field));
        if (field is not null)
            text.Advance(Encoding.UTF8.GetBytes(field, text.GetSpan(Encoding.UTF8.GetMaxByteCount(field.Length))));
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Names one decision and says where its record lies: partition, index key and time, unreadable to anyone without the workspace's secret.</summary>
/// <param name="Partition">The journal partition of its record.</param>
/// <param name="Key">The journal key of its record.</param>
/// <param name="AtMs">When it was made, ms since 1970 UTC.</param>
/// <param name="Seed">Drawn for this decision: makes the id one of its kind, and all chance in the decision follows from it.</param>
/// <remarks>
/// As text: 32 characters of base64url, of 24 bytes. The seed stands first, in the clear; the rest is masked by its keyed hash, so
/// that two decisions for one person bear nothing in common. In another workspace the same text names nothing.
/// </remarks>
public readonly record struct DecisionId(ushort Partition, ulong Key, long AtMs, ulong Seed)
{
    /// <summary>Characters of an id as text.</summary>
    public const int Length = 32;

    private const int Bytes = 24;

    /// <summary>Writes the id.</summary>
    /// <param name="workspace">Whose decision it is.</param>
    public string ToText(Workspace workspace)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Seed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Key);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], ((ulong)AtMs << 16) | Partition);
        Mask(workspace, bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads an id.</summary>
    /// <param name="workspace">The workspace that is asked.</param>
    /// <param name="text">The id as text.</param>
    /// <param name="id">The id; of another workspace, it leads nowhere.</param>
    public static bool TryParse(Workspace workspace, ReadOnlySpan<char> text, out DecisionId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[Bytes + 3];
        if (text.Length != Length || Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != Bytes)
            return false;
        Mask(workspace, bytes[..Bytes]);
        var last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        id = new DecisionId(
            (ushort)last, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), (long)(last >> 16), BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return true;
    }

    private static void Mask(Workspace workspace, Span<byte> bytes)
    {
        Span<byte> text = stackalloc byte[16];
        "decision"u8.CopyTo(text);
        bytes[..8].CopyTo(text[8..]);
        var (high, low) = workspace.Secret.Hash(KeyDomain.Message, text);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ high);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) ^ low);
    }
}

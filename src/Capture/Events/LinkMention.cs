using System.Buffers.Binary;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Events;

/// <summary>What one identifier is told about another: that the two are one person's, or no longer. The identifier told is the record's person.</summary>
/// <param name="Own">What kind of identifier is told.</param>
/// <param name="Other">Key of the other identifier.</param>
/// <param name="OtherKind">What kind it is.</param>
/// <param name="Statement">What is said.</param>
/// <param name="Role">Whether one was named as leading to the other.</param>
/// <param name="Confidence">Of <see cref="LinkStatement.Probable"/>: how likely, in ten-thousandths, 1–9,999; 0 when it is likely no longer. 0 for all else.</param>
public readonly record struct LinkMention(KeyDomain Own, PersonKey Other, KeyDomain OtherKind, LinkStatement Statement, LinkRole Role, ushort Confidence = 0)
{
    /// <summary>Least bytes of a stored mention. Later versions add to them.</summary>
    public const int Bytes = 20;

    /// <summary>Most bytes of a stored mention.</summary>
    public const int BytesMax = 22;

    /// <summary>Writes it.</summary>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, Other.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Other.Low);
        (to[16], to[17], to[18], to[19]) = ((byte)Own, (byte)OtherKind, (byte)Statement, (byte)Role);
        if (Statement != LinkStatement.Probable)
            return Bytes;
        BinaryPrimitives.WriteUInt16LittleEndian(to[Bytes..], Confidence);
        return BytesMax;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="from">The bytes.</param>
    /// <exception cref="InvalidDataException">Too short.</exception>
    public static LinkMention Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < Bytes)
            throw new InvalidDataException($"A link of {from.Length} bytes; {Bytes} are the least.");
        return new LinkMention((KeyDomain)from[16],
            new PersonKey(BinaryPrimitives.ReadUInt64LittleEndian(from), BinaryPrimitives.ReadUInt64LittleEndian(from[8..])),
            (KeyDomain)from[17], (LinkStatement)from[18], (LinkRole)from[19],
            (LinkStatement)from[18] == LinkStatement.Probable && from.Length >= BytesMax ? BinaryPrimitives.ReadUInt16LittleEndian(from[Bytes..]) : (ushort)0);
    }
}

/// <summary>What is said about two identifiers. Numbers are stored: never reuse one.</summary>
public enum LinkStatement : byte
{
    /// <summary>An event bore both.</summary>
    Implied = 0,

    /// <summary>A call said so: <c>identify</c>, <c>alias</c>.</summary>
    Said = 1,

    /// <summary>Somebody merged the two.</summary>
    Merged = 2,

    /// <summary>Somebody took the two apart. What events that bear both amount to goes with the device or session they came from.</summary>
    CutForDevice = 3,

    /// <summary>Somebody took the two apart. What events that bear both amount to stays with the user.</summary>
    CutForUser = 4,

    /// <summary>Until a time, what came by an identifier was another's: it goes by the other key from now on. See <see cref="EventField.Period"/>.</summary>
    Divided = 5,

    /// <summary>Record linkage finds that the two may be one person's, or, with no confidence, finds so no longer.</summary>
    Probable = 6,

    /// <summary>Somebody said that the two are not one person's, as far as record linkage goes: they are never probable again. What a call or an event says still counts.</summary>
    Denied = 7,
}

/// <summary>Whether one of two identifiers was named as leading to the other: bits. Stored: never reuse one.</summary>
[Flags]
public enum LinkRole : byte
{
    /// <summary>Neither: their kinds say which leads to which.</summary>
    None = 0,

    /// <summary>The one told leads to the other.</summary>
    LeadsToOther = 1,

    /// <summary>The other leads to the one told.</summary>
    OtherLeadsHere = 2,
}

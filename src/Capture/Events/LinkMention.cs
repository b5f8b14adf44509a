using System.Buffers.Binary;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Events;

/// <summary>What one identifier is told about another: that the two are one person's, or no longer. The identifier told is the record's person.</summary>
/// <param name="Own">What kind of identifier is told.</param>
/// <param name="Other">Key of the other identifier.</param>
/// <param name="OtherKind">What kind it is.</param>
/// <param name="Statement">What is said.</param>
/// <param name="Role">Whether one was named as leading to the other.</param>
public readonly record struct LinkMention(KeyDomain Own, PersonKey Other, KeyDomain OtherKind, LinkStatement Statement, LinkRole Role)
{
    /// <summary>Bytes of a stored mention. Later versions add to them.</summary>
    public const int Bytes = 20;

    /// <summary>Writes it.</summary>
    /// <param name="to">At least <see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, Other.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Other.Low);
        (to[16], to[17], to[18], to[19]) = ((byte)Own, (byte)OtherKind, (byte)Statement, (byte)Role);
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
            (KeyDomain)from[17], (LinkStatement)from[18], (LinkRole)from[19]);
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

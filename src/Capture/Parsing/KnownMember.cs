using System.Text;

namespace Kairos.Capture.Parsing;

/// <summary>How a known member of an event is read.</summary>
internal enum MemberShape : byte
{
    /// <summary>One value, kept in its slot.</summary>
    Value,

    /// <summary>One value, kept in its slot; it also survives among the event's other members.</summary>
    ValueAndRest,

    /// <summary>An object: kept whole in its slot, and read for its own known members.</summary>
    Object,

    /// <summary>An array of items.</summary>
    Items,

    /// <summary>An array of filters.</summary>
    Filters,

    /// <summary>An object of a consent tool: read for its own known members, and for nothing else.</summary>
    Consent,

    /// <summary>An object of purposes with <c>true</c> or <c>false</c>.</summary>
    Preferences,

    /// <summary>An array of purposes that were granted.</summary>
    Granted,

    /// <summary>An array of purposes that were refused.</summary>
    Refused,

    /// <summary>A TC string of IAB Europe's framework; there may be several, in several places.</summary>
    TcString,

    /// <summary>An array of identifiers with their types.</summary>
    ExternalIds,

    /// <summary>An internet address: one value, whose place is noted so that it can be blotted out.</summary>
    Address,

    /// <summary>What proves an identifier: one value, whose place is noted so that it is never kept.</summary>
    Proof,

    /// <summary>The events of a batch.</summary>
    Events,
}

/// <summary>A member name that is read, where its value goes and how.</summary>
/// <param name="name">As it stands in JSON.</param>
/// <param name="slot">Where the value goes: a <see cref="Slot"/>, or an <see cref="ItemSlot"/> within items.</param>
/// <param name="shape">How it is read.</param>
/// <param name="members">For objects, what they are read for.</param>
internal sealed class KnownMember(string name, byte slot, MemberShape shape = MemberShape.Value, NameTable? members = null)
{
    /// <summary>The name, UTF-8.</summary>
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Where the value goes.</summary>
    public byte Slot { get; } = slot;

    /// <summary>How it is read.</summary>
    public MemberShape Shape { get; } = shape;

    /// <summary>For objects, what they are read for.</summary>
    public NameTable? Members { get; } = members;
}

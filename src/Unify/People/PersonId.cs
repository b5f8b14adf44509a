using System.Buffers.Binary;
using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>A person's full name in the system: workspace first, so that workspaces never mix.</summary>
/// <param name="Workspace">Number of the workspace.</param>
/// <param name="Key">Their key in it.</param>
public readonly record struct PersonId(uint Workspace, PersonKey Key) : IComparable<PersonId>
{
    /// <summary>Bytes of <see cref="Write"/>.</summary>
    public const int Bytes = 20;

    /// <summary>The key is a keyed hash already, so its low half serves as it is.</summary>
    public override int GetHashCode() => (int)(Key.Low ^ (Key.Low >> 32)) ^ (int)(Workspace * 0x9E3779B1);

    /// <inheritdoc/>
    public int CompareTo(PersonId other) => Workspace != other.Workspace ? Workspace.CompareTo(other.Workspace) : Key.CompareTo(other.Key);

    /// <summary>Writes it in an order-preserving form.</summary>
    /// <param name="to">At least <see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, Workspace);
        BinaryPrimitives.WriteUInt64BigEndian(to[4..], Key.High);
        BinaryPrimitives.WriteUInt64BigEndian(to[12..], Key.Low);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="from">At least <see cref="Bytes"/> bytes.</param>
    public static PersonId Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt32BigEndian(from),
        new PersonKey(BinaryPrimitives.ReadUInt64BigEndian(from[4..]), BinaryPrimitives.ReadUInt64BigEndian(from[12..])));

    /// <summary>Order by workspace, then key.</summary>
    public static bool operator <(PersonId left, PersonId right) => left.CompareTo(right) < 0;

    /// <summary>Order by workspace, then key.</summary>
    public static bool operator >(PersonId left, PersonId right) => left.CompareTo(right) > 0;

    /// <summary>Order by workspace, then key.</summary>
    public static bool operator <=(PersonId left, PersonId right) => left.CompareTo(right) <= 0;

    /// <summary>Order by workspace, then key.</summary>
    public static bool operator >=(PersonId left, PersonId right) => left.CompareTo(right) >= 0;
}

using System.Buffers.Binary;

namespace Kairos.Capture.Events;

/// <summary>What every event record begins with, at fixed places: all that routing, repeats and sessions need.</summary>
public readonly record struct EventHeader
{
    /// <summary>Bytes of version 1.</summary>
    public const int Bytes = 72;

    /// <summary>The version written.</summary>
    public const byte Version = 1;

    /// <summary>What shape of call it came by.</summary>
    public EventKind Kind { get; init; }

    /// <summary>Yes-or-no facts.</summary>
    public EventFlags Flags { get; init; }

    /// <summary>Workspace number.</summary>
    public uint Workspace { get; init; }

    /// <summary>Which known name it bears.</summary>
    public EventCode Code { get; init; }

    /// <summary>Key of the message id.</summary>
    public MessageKey Message { get; init; }

    /// <summary>Key of the identifier it was routed by.</summary>
    public PersonKey Person { get; init; }

    /// <summary>Key of the device: the 64-bit hash of the anonymous id, or zero.</summary>
    public ulong Device { get; init; }

    /// <summary>When it happened, ms since 1970 UTC, never later than <see cref="ReceivedAtMs"/>.</summary>
    public long HappenedAtMs { get; init; }

    /// <summary>When we received it, ms since 1970 UTC.</summary>
    public long ReceivedAtMs { get; init; }

    /// <summary>Writes the header.</summary>
    /// <param name="to">At least <see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> to)
    {
        to = to[..Bytes];
        to[0] = Version;
        to[1] = (byte)Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Workspace);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], (ushort)Code);
        to[10..16].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Message.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], Message.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], Person.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], Person.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(to[48..], Device);
        BinaryPrimitives.WriteInt64LittleEndian(to[56..], HappenedAtMs);
        BinaryPrimitives.WriteInt64LittleEndian(to[64..], ReceivedAtMs);
    }

    /// <summary>Reads a header.</summary>
    /// <param name="from">A whole record, or its beginning.</param>
    /// <exception cref="InvalidDataException">Too short, or of a version this program does not know.</exception>
    public static EventHeader Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < Bytes || from[0] != Version)
            throw new InvalidDataException($"Not an event record of version {Version}: {from.Length} bytes, version {(from.IsEmpty ? 0 : from[0])}.");
        return new EventHeader
        {
            Kind = (EventKind)from[1],
            Flags = (EventFlags)BinaryPrimitives.ReadUInt16LittleEndian(from[2..]),
            Workspace = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
            Code = (EventCode)BinaryPrimitives.ReadUInt16LittleEndian(from[8..]),
            Message = new MessageKey(BinaryPrimitives.ReadUInt64LittleEndian(from[16..]), BinaryPrimitives.ReadUInt64LittleEndian(from[24..])),
            Person = new PersonKey(BinaryPrimitives.ReadUInt64LittleEndian(from[32..]), BinaryPrimitives.ReadUInt64LittleEndian(from[40..])),
            Device = BinaryPrimitives.ReadUInt64LittleEndian(from[48..]),
            HappenedAtMs = BinaryPrimitives.ReadInt64LittleEndian(from[56..]),
            ReceivedAtMs = BinaryPrimitives.ReadInt64LittleEndian(from[64..]),
        };
    }
}

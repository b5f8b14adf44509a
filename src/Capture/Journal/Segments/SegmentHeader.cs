using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>The first bytes of a segment file: what it is, and where the journal stood when it began.</summary>
/// <param name="Journal">The journal it belongs to.</param>
/// <param name="FirstSequence">Number of its first block.</param>
/// <param name="CreatedTicks">When it was made, in UTC ticks.</param>
/// <param name="FirstPositions">Per partition, the position of the first record to come.</param>
/// <remarks>Magic u32, CRC-32C u32 of the rest, format u32, header bytes u32, journal id 16 bytes, first sequence i64, created i64, partitions u32, reserved u32, one i64 per partition.</remarks>
internal sealed record SegmentHeader(Guid Journal, long FirstSequence, long CreatedTicks, long[] FirstPositions)
{
    public const int Format = 1;
    private const uint Magic = 0x3153_424B; // "KBS1"
    private const int FixedBytes = 56;

    /// <summary>Bytes of a header, and offset of the first block.</summary>
    public static int Bytes(int partitions) => BlockLayout.Align(FixedBytes + partitions * sizeof(long));

    /// <summary>The header as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes(FirstPositions.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Format);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)bytes.Length);
        Journal.TryWriteBytes(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), CreatedTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(48), (uint)FirstPositions.Length);
        for (var i = 0; i < FirstPositions.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FixedBytes + i * sizeof(long)), FirstPositions[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum.Of(bytes.AsSpan(8), 0));
        return bytes;
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Null when the bytes are none.</returns>
    public static SegmentHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != Format)
            return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var partitions = BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]);
        if (partitions > 1024 || length != Bytes((int)partitions) || length > bytes.Length
            || Checksum.Of(bytes[8..(int)length], 0) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
            return null;
        var positions = new long[partitions];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(FixedBytes + i * sizeof(long))..]);
        return new SegmentHeader(new Guid(bytes.Slice(16, 16)), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]), positions);
    }

    /// <summary>Reads the header of a file.</summary>
    public static SegmentHeader? Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Bytes(1024)];
        return Read(bytes.AsSpan(0, RandomAccess.Read(file, bytes, 0)));
    }
}

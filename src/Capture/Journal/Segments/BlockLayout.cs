namespace Kairos.Capture.Journal.Segments;

/// <summary>Where things stand in a block. All numbers are little endian; a block begins and ends at a multiple of eight bytes.</summary>
/// <remarks>
/// Header (48 bytes): magic u32, CRC-32C u32 of all that follows, length u32, raw bytes u32, sequence i64, spans u32, records u32,
/// committed at i64 (UTC, 100 ns), parts u16, frames u16, reserved u32. Then one part per partition present (24 bytes: first position i64,
/// count u32, raw offset u32, raw length u32, partition u16, frame u16), one row per frame (8 bytes: stored u32, raw u32) and
/// the frames, one after the other. A frame whose two lengths agree is stored as it is, any other is an LZ4 block.
/// <c>spans</c> is 1, except for a block without records that a repair put in place of as many damaged ones.
/// </remarks>
internal static class BlockLayout
{
    public const uint Magic = 0x314B_424B; // "KBK1"
    public const int HeaderBytes = 48;
    public const int PartBytes = 24;
    public const int FrameBytes = 8;
    public const int Alignment = 8;

    public const int CrcAt = 4;
    public const int SealedFrom = 8;
    public const int LengthAt = 8;
    public const int RawAt = 12;
    public const int SequenceAt = 16;
    public const int SpansAt = 24;
    public const int RecordsAt = 28;
    public const int CommittedAt = 32;
    public const int PartsAt = 40;
    public const int FramesAt = 42;

    /// <summary>A frame holds whole partitions and is closed once it has this many raw bytes: a reader of one partition then decompresses little else.</summary>
    public const int FrameRawBytesMin = 8 * 1024;

    /// <summary>Rounds up to where the next block may begin.</summary>
    public static int Align(int bytes) => (bytes + Alignment - 1) & ~(Alignment - 1);
}

/// <summary>The records of one partition within a block.</summary>
/// <param name="Partition">From 0.</param>
/// <param name="First">Position of the first record; the others follow without gaps.</param>
/// <param name="Count">How many records.</param>
/// <param name="RawStart">Offset of the first in the block's raw bytes.</param>
/// <param name="RawLength">Their raw bytes.</param>
/// <param name="Frame">The frame that holds them.</param>
internal readonly record struct BlockPart(int Partition, long First, int Count, int RawStart, int RawLength, int Frame)
{
    /// <summary>The position after the last record.</summary>
    public long End => First + Count;
}

/// <summary>Bytes of a block that were compressed together.</summary>
/// <param name="Start">Offset in the block.</param>
/// <param name="Stored">Bytes there.</param>
/// <param name="RawStart">Offset in the block's raw bytes.</param>
/// <param name="Raw">Bytes when decompressed.</param>
internal readonly record struct BlockFrame(int Start, int Stored, int RawStart, int Raw);

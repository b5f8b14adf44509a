using System.Runtime.InteropServices;

namespace Kairos.Capture.Journal.Segments;

/// <summary>The side file of a sealed segment: its end and its sparse index. Never the truth: a missing or damaged one is made anew.</summary>
internal static class IndexFile
{
    private const long Magic = 0x3158_4449_4E49_424B; // "KBINIDX1"
    private const int FixedLongs = 7;

    /// <summary>Writes it. Longs: magic, checksum, first sequence, end offset, end sequence, last commit, partitions; end positions; rows.</summary>
    public static void Write(string segment, long firstSequence, SegmentEnd end, SparseIndex index, uint salt)
    {
        var rows = index.Rows;
        var longs = new long[FixedLongs + end.Positions.Length + rows.Length];
        longs[0] = Magic;
        longs[2] = firstSequence;
        longs[3] = end.Offset;
        longs[4] = end.Sequence;
        longs[5] = end.CommittedTicks;
        longs[6] = end.Positions.Length;
        end.Positions.CopyTo(longs, FixedLongs);
        rows.CopyTo(longs.AsSpan(FixedLongs + end.Positions.Length));
        var bytes = MemoryMarshal.AsBytes(longs.AsSpan());
        longs[1] = Checksum.Of(bytes[16..], salt);
        DurableFile.Replace(SegmentPath.Index(segment), bytes);
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null when it is missing, damaged or another segment's.</returns>
    public static (SegmentEnd End, SparseIndex Index)? Read(string segment, long firstSequence, int partitions, uint salt)
    {
        var path = SegmentPath.Index(segment);
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        var longs = MemoryMarshal.Cast<byte, long>(bytes);
        if (bytes.Length % sizeof(long) != 0 || longs.Length < FixedLongs + partitions || longs[0] != Magic || longs[1] != Checksum.Of(bytes.AsSpan(16), salt)
            || longs[2] != firstSequence || longs[6] != partitions || (longs.Length - FixedLongs - partitions) % (3 + partitions) != 0)
            return null;
        var index = new SparseIndex(partitions);
        index.Load(longs[(FixedLongs + partitions)..]);
        return (new SegmentEnd(longs[3], longs[4], longs[5], longs.Slice(FixedLongs, partitions).ToArray()), index);
    }
}

using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Reads the records of one key, newest first: only blocks that hold it are touched.</summary>
internal static class KeyReader
{
    /// <summary>Shows the records of a key until the visitor has enough.</summary>
    public static void Read(JournalState state, int partition, ulong key, long before, JournalVisitor visit)
    {
        using var reader = new BlockReader(state.Segments, state.Salt);
        var bound = Math.Min(before, state.End(partition));
        var blocks = new List<uint>();
        var places = new List<(int Start, int Length, long Position)>();
        var all = state.Segments.All;
        for (var i = all.Length - 1; i >= 0; i--)
        {
            if (all[i].FirstPositions[partition] >= bound || Hold(all[i]) is not { } segment)
                continue;
            try
            {
                blocks.Clear();
                segment.Keys.Find(KeyLog.Fold(key), blocks);
                for (var b = blocks.Count - 1; b >= 0; b--)
                    if (reader.ReadAt(segment, (long)blocks[b] * BlockLayout.Alignment) && !Visit(reader, partition, key, bound, places, visit))
                        return;
            }
            catch (FileNotFoundException) when (segment.IsDeleted)
            {
                // Retention was faster: its records are gone, and so are all older ones.
                return;
            }
            finally
            {
                segment.Release();
            }
        }
    }

    /// <summary>Takes hold of a segment, or of what has taken its place; null when retention has deleted it.</summary>
    private static Segment? Hold(Segment segment)
    {
        for (var at = segment; at is not null; at = at.Successor)
            if (at.Hold() is not null)
                return at;
        return null;
    }

    private static bool Visit(BlockReader reader, int partition, ulong key, long bound, List<(int Start, int Length, long Position)> places, JournalVisitor visit)
    {
        foreach (ref readonly var part in reader.Block.Parts)
        {
            if (part.Partition != partition || part.First >= bound)
                continue;
            var raw = reader.Records(part).Span;
            places.Clear();
            var at = 0;
            for (var position = part.First; position < Math.Min(part.End, bound); position++)
            {
                var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(raw[at..]);
                if (BinaryPrimitives.ReadUInt64LittleEndian(raw[(at + 4)..]) == key)
                    places.Add((at + JournalBatch.RecordHeaderBytes, length, position));
                at += JournalBatch.RecordHeaderBytes + length;
            }
            for (var i = places.Count - 1; i >= 0; i--)
            {
                var record = new JournalRecord(partition, places[i].Position, key, raw.Slice(places[i].Start, places[i].Length));
                if (!visit(record))
                    return false;
            }
        }
        return true;
    }
}

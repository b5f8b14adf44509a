using System.Buffers;
using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Writes sealed segments anew without some of their records, and swaps the files. One thread at a time.</summary>
/// <remarks>
/// The new file is made under another name, synced, and put in place of the old one by one rename; the side files, whose offsets belong
/// to the old one, are deleted before. So a crash at any point leaves one of the two files, whole, whose side files are right or missing,
/// and missing ones are made again at the start. Blocks keep their numbers, times and positions.
/// </remarks>
/// <param name="state">The journal.</param>
/// <param name="compressionBytesMin">Blocks with fewer bytes are not compressed.</param>
/// <param name="disk">Where files come from.</param>
internal sealed class SegmentRewrite(JournalState state, int compressionBytesMin, ISegmentDisk disk)
{
    private readonly BlockBuilder _builder = new(state.Meta.Partitions, compressionBytesMin, state.Salt);
    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<byte> _instead = new();
    private readonly List<uint> _found = [];

    /// <summary>Whether a segment may hold records of any of the keys. Folded keys may say so in vain.</summary>
    public bool MayHold(Segment segment, IReadOnlyCollection<JournalKey> keys)
    {
        _found.Clear();
        foreach (var key in keys)
        {
            segment.Keys.Find(KeyLog.Fold(key.Key), _found);
            if (_found.Count > 0)
                return true;
        }
        return false;
    }

    /// <summary>Writes one segment anew, if the eraser replaces any of its records.</summary>
    /// <param name="segment">A sealed segment that retention cannot delete meanwhile.</param>
    /// <param name="keys">Whose records are looked at.</param>
    /// <param name="eraser">Decides.</param>
    public JournalErasure Run(Segment segment, IReadOnlyCollection<JournalKey> keys, JournalEraser eraser)
    {
        var sought = keys as IReadOnlySet<JournalKey> ?? keys.ToHashSet();
        var end = segment.Sealed!;
        var (index, log, changed) = (new SparseIndex(state.Meta.Partitions), new KeyLog(), new List<long>());
        var positions = segment.FirstPositions.ToArray();
        var replaced = 0L;
        using var reader = new BlockReader(state.Segments, state.Salt);
        using var copy = new SegmentCopy(segment, disk);
        for (long at = SegmentHeader.Bytes(positions.Length), sequence = segment.FirstSequence; sequence < end.Sequence;)
        {
            reader.ReadAt(segment, at);
            var block = reader.Block;
            var parts = block.Parts.ToArray();
            var records = Replace(reader, parts, sought, eraser);
            index.Note(copy.Offset, block.Sequence, block.CommittedTicks, positions);
            Note(parts, log, copy.Offset);
            if (records > 0)
            {
                _builder.Rebuild(block, parts, _raw.WrittenSpan);
                copy.Differ(at, _builder.Stored);
                changed.Add(block.Sequence);
            }
            else
            {
                copy.Same(reader.Stored.Span);
            }
            foreach (ref readonly var part in parts.AsSpan())
                positions[part.Partition] = part.End;
            (at, sequence, replaced) = (at + block.Length, block.Sequence + block.Spans, replaced + records);
        }
        if (replaced == 0)
            return default;
        copy.Finish();
        Swap(segment, copy, new Segment(segment.Path, segment.FirstSequence, segment.FirstPositions, index, log), end with { Offset = copy.Offset }, log);
        changed.ForEach(state.Recent.Forget); // After the swap: who does not find it in memory reads the new file.
        return new JournalErasure(replaced, 1);
    }

    /// <summary>Puts a block's records into one buffer, part after part, those that are erased replaced.</summary>
    private long Replace(BlockReader reader, BlockPart[] parts, IReadOnlySet<JournalKey> sought, JournalEraser eraser)
    {
        var replaced = 0L;
        _raw.ResetWrittenCount();
        foreach (ref var part in parts.AsSpan())
        {
            var start = _raw.WrittenCount;
            foreach (var record in new JournalRun(part.Partition, part.First, part.Count, reader.Records(part)))
            {
                _instead.ResetWrittenCount();
                var erased = sought.Contains(new JournalKey(part.Partition, record.Key)) && eraser(record, _instead);
                if (erased && _instead.WrittenCount > record.Payload.Length)
                    throw new InvalidOperationException("What stands in place of a record is longer than the record.");
                Put(erased ? 0 : record.Key, erased ? _instead.WrittenSpan : record.Payload);
                replaced += erased ? 1 : 0;
            }
            part = part with { RawStart = start, RawLength = _raw.WrittenCount - start };
        }
        return replaced;
    }

    private void Put(ulong key, ReadOnlySpan<byte> payload)
    {
        var to = _raw.GetSpan(JournalBatch.RecordHeaderBytes + payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(to[4..], key);
        payload.CopyTo(to[JournalBatch.RecordHeaderBytes..]);
        _raw.Advance(JournalBatch.RecordHeaderBytes + payload.Length);
    }

    private void Note(BlockPart[] parts, KeyLog log, long offset)
    {
        foreach (ref readonly var part in parts.AsSpan())
            log.Note(_raw.WrittenSpan.Slice(part.RawStart, part.RawLength), offset);
    }

    private void Swap(Segment old, SegmentCopy copy, Segment fresh, SegmentEnd end, KeyLog log)
    {
        fresh.Seal(end);
        old.GiveWayTo(fresh, () =>
        {
            File.Delete(SegmentPath.Index(old.Path));
            File.Delete(SegmentPath.Keys(old.Path));
            DurableFile.SyncFolder(state.Folder);
            copy.TakePlace();
            DurableFile.SyncFolder(state.Folder);
            state.Segments.Replace(old, fresh);
        });
        SideFiles.Write(fresh, end, log, state.Salt);
    }
}

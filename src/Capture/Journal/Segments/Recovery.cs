using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Journal.Segments;

/// <summary>What is found in a journal's folder at the start: a torn tail is cut, any other damage refuses the start.</summary>
internal static class Recovery
{
    /// <summary>What was found.</summary>
    /// <param name="Segments">All segments, oldest first; none for a new journal.</param>
    /// <param name="End">Where the last one ends.</param>
    internal sealed record Found(SegmentList Segments, SegmentEnd End);

    /// <summary>Opens all segments of a journal.</summary>
    /// <exception cref="JournalDamagedException">Something other than the tail is damaged.</exception>
    public static Found Open(string folder, JournalMeta meta, ISegmentDisk disk, ILogger log)
    {
        var paths = SegmentPath.All(folder);
        RemoveLeftovers(folder, paths);
        var headers = Array.ConvertAll(paths, path => Header(path, meta));
        var found = new SegmentList();
        var end = new SegmentEnd(0, 0, 0, new long[meta.Partitions]);
        var closed = ClosedMark.Read(folder, meta.Partitions);
        if (paths.Length == 0 && closed.Sequence > 0)
            throw new JournalDamagedException(SegmentPath.Of(folder, 0), 0, 0, end.Positions, "all segments are missing");
        for (var i = 0; i < paths.Length; i++)
        {
            if (i > 0 && Behind(headers[i].FirstPositions, end.Positions))
                throw new JournalDamagedException(paths[i - 1], end.Offset, end.Sequence, end.Positions, $"more records than {Path.GetFileName(paths[i])} knows of");
            (var segment, end) = i + 1 < paths.Length
                ? OpenSealed(paths[i], headers[i], headers[i + 1].FirstSequence, meta.Salt, disk, log)
                : OpenActive(paths[i], headers[i], closed, meta.Salt, disk, log);
            if (end.CommittedTicks == 0)
                end = end with { CommittedTicks = headers[i].CreatedTicks };
            found.Add(segment);
        }
        return new Found(found, end);
    }

    private static SegmentHeader Header(string path, JournalMeta meta)
    {
        var due = new long[meta.Partitions];
        var sequence = SegmentPath.FirstSequence(path);
        if (SegmentHeader.Read(path) is not { } header)
            throw new JournalDamagedException(path, 0, sequence, due, "the header of a segment is damaged");
        return header.Journal == meta.Id && header.FirstPositions.Length == meta.Partitions && header.FirstSequence == sequence
            ? header
            : throw new JournalDamagedException(path, 0, sequence, due, "a segment belongs to another journal or has another's name");
    }

    private static (Segment, SegmentEnd) OpenSealed(string path, SegmentHeader header, long until, uint salt, ISegmentDisk disk, ILogger log)
    {
        SparseIndex index;
        if (IndexFile.Read(path, header.FirstSequence, header.FirstPositions.Length, salt) is { } side && side.End.Sequence == until)
        {
            (var known, index) = side;
            if (new FileInfo(path).Length < known.Offset)
                throw new JournalDamagedException(path, new FileInfo(path).Length, header.FirstSequence, header.FirstPositions, "a segment is shorter than it was");
            return (Sealed(path, header, index, known, salt), known);
        }
        using var scan = new SegmentScan(path, header, salt);
        if (scan.ReadUntil(until) is { } problem)
            throw new JournalDamagedException(path, scan.End.Offset, scan.End.Sequence, scan.End.Positions,
                scan.End.Offset < scan.FileLength ? problem : $"blocks are missing before block {until}, where the next segment begins,");
        var end = scan.End;
        using (var file = disk.Open(path))
        {
            file.Truncate(end.Offset);
            file.Sync();
        }
        index = scan.Index;
        IndexFile.Write(path, header.FirstSequence, end, index, salt);
        KeyFile.Write(path, scan.Keys.Sorted(), salt);
        log.LogInformation("Made the indexes beside {Segment}.", path);
        return (Sealed(path, header, index, end, salt), end);
    }

    private static (Segment, SegmentEnd) OpenActive(string path, SegmentHeader header, ClosedMark closed, uint salt, ISegmentDisk disk, ILogger log)
    {
        using var scan = new SegmentScan(path, header, salt);
        var problem = scan.ReadUntil(long.MaxValue);
        var end = scan.End;
        if (end.Sequence < closed.Sequence)
            throw new JournalDamagedException(path, end.Offset, end.Sequence, end.Positions, $"{problem}, but the journal was closed with blocks up to {closed.Sequence - 1},");
        var used = scan.UsedEnd();
        if (used > end.Offset)
        {
            if (scan.FindLater() is not null)
                throw new JournalDamagedException(path, end.Offset, end.Sequence, end.Positions, problem!);
            log.LogWarning("Cut a torn tail of {Bytes} bytes from {Segment} at byte {Offset}: {Problem}. It was never acknowledged.", used - end.Offset, path, end.Offset, problem);
            using var file = disk.Open(path);
            file.Write(new byte[used - end.Offset], end.Offset);
            file.Sync();
        }
        var segment = new Segment(path, header.FirstSequence, header.FirstPositions, scan.Index, scan.Keys);
        segment.Extend(end.Offset, end.Sequence);
        return (segment, end);
    }

    private static Segment Sealed(string path, SegmentHeader header, SparseIndex index, SegmentEnd end, uint salt)
    {
        var segment = new Segment(path, header.FirstSequence, header.FirstPositions, index, SideFiles.Keys(path, salt));
        segment.Seal(end);
        return segment;
    }

    private static bool Behind(long[] next, long[] end)
    {
        for (var i = 0; i < next.Length; i++)
            if (next[i] < end[i])
                return true;
        return false;
    }

    private static void RemoveLeftovers(string folder, string[] segments)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            var side = Path.GetExtension(file) is ".index" or ".keys" && !segments.Contains(Path.ChangeExtension(file, SegmentPath.Extension));
            if (side || file.EndsWith(".tmp", StringComparison.Ordinal))
                File.Delete(file);
        }
    }
}

namespace Kairos.Capture.Journal.Segments;

/// <summary>One pass over all bytes of a journal, from the oldest segment to the newest.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="meta">Its id and partitions.</param>
/// <param name="repair">Whether to put right what is wrong.</param>
internal sealed class JournalInspection(string folder, JournalMeta meta, bool repair)
{
    private readonly List<JournalFinding> _findings = [];
    private readonly List<OpenLoss> _losses = [];
    private readonly HashSet<string> _changed = [];
    private readonly string[] _paths = SegmentPath.All(folder);
    private readonly ClosedMark _closed = ClosedMark.Read(folder, meta.Partitions);
    private long _blocks;
    private long _records;

    /// <summary>A loss whose last position is not known before a later record of each partition is met.</summary>
    private sealed record OpenLoss(int Finding, long[] From, long[] Until);

    /// <summary>Does the pass.</summary>
    public JournalReport Run()
    {
        var end = new SegmentEnd(0, SegmentPath.FirstSequence(_paths.FirstOrDefault() ?? ""), 0, new long[meta.Partitions]);
        for (var i = 0; i < _paths.Length; i++)
        {
            var header = Header(i, end);
            if (i > 0 && end.Sequence < header.FirstSequence)
                MissingBefore(_paths[i - 1], end, header);
            Reached(header.FirstPositions);
            using (var scan = new SegmentScan(_paths[i], header, meta.Salt))
                end = Scan(scan, _paths[i], i + 1 < _paths.Length ? SegmentPath.FirstSequence(_paths[i + 1]) : long.MaxValue);
            if (i + 1 < _paths.Length)
                CheckIndexes(_paths[i], header.FirstSequence);
        }
        Reached(end.Sequence < _closed.Sequence ? _closed.Positions : end.Positions);
        return new JournalReport(_paths.Length, _blocks, _records, _findings);
    }

    private SegmentHeader Header(int i, SegmentEnd end)
    {
        var sequence = SegmentPath.FirstSequence(_paths[i]);
        if (SegmentHeader.Read(_paths[i]) is { } header && header.FirstSequence == sequence && header.Journal == meta.Id && header.FirstPositions.Length == meta.Partitions)
            return header;
        header = new SegmentHeader(meta.Id, sequence, end.CommittedTicks, i > 0 ? end.Positions : FirstPositions(sequence));
        Find(new JournalFinding(JournalFindingKind.DamagedHeader, _paths[i], 0, SegmentHeader.Bytes(meta.Partitions), sequence, 0, [], "the header of a segment is damaged"));
        if (repair)
            Overwrite(_paths[i], 0, header.ToBytes());
        return header;
    }

    /// <summary>Where the oldest segment begins, by what it and the next one hold: retention may have deleted what was before.</summary>
    private long[] FirstPositions(long sequence)
    {
        var first = new long[meta.Partitions];
        Array.Fill(first, -1);
        using (var scan = new SegmentScan(_paths[0], new SegmentHeader(meta.Id, sequence, 0, new long[meta.Partitions]), meta.Salt) { HasGap = true })
            while (scan.Next() is null)
                foreach (ref readonly var part in scan.Block.Parts)
                    if (first[part.Partition] < 0)
                        first[part.Partition] = part.First;
        var next = _paths.Length > 1 ? SegmentHeader.Read(_paths[1])?.FirstPositions : null;
        for (var partition = 0; partition < first.Length; partition++)
            if (first[partition] < 0)
                first[partition] = next?[partition] ?? 0;
        return first;
    }

    private SegmentEnd Scan(SegmentScan scan, string path, long until)
    {
        while (true)
        {
            string? problem = null;
            while (scan.End.Sequence < until && (problem = scan.Next()) is null)
            {
                _blocks++;
                foreach (ref readonly var part in scan.Block.Parts)
                {
                    _records += part.Count;
                    Met(part.Partition, part.First);
                }
            }
            var end = scan.End;
            if (problem is null || (until < long.MaxValue && end.Offset >= scan.FileLength))
                return end; // What is missing up to the next segment is found when that is reached.
            var later = scan.FindLater(until);
            if (later is null && until == long.MaxValue)
            {
                Tail(scan, path, end, problem);
                return end;
            }
            var damagedEnd = later ?? Math.Max(BlockLayout.Align((int)scan.FileLength), end.Offset + BlockLayout.HeaderBytes);
            var next = later is null ? until : scan.Block.Sequence;
            Damaged(scan, path, end, damagedEnd, next, problem);
            if (later is null)
                return end with { Offset = damagedEnd, Sequence = until };
            scan.SkipTo(later.Value);
        }
    }

    private void Tail(SegmentScan scan, string path, SegmentEnd end, string problem)
    {
        var used = scan.UsedEnd();
        if (end.Sequence < _closed.Sequence)
        {
            LostEnd(scan, path, end, used, problem);
            return;
        }
        if (used == end.Offset)
            return;
        Find(new JournalFinding(JournalFindingKind.TornTail, path, end.Offset, used - end.Offset, end.Sequence, 1, [], problem));
        if (!repair)
            return;
        SetAside(scan, path, end.Offset, used);
        Overwrite(path, end.Offset, new byte[used - end.Offset]);
    }

    /// <summary>The last blocks were there when the journal was closed. Their positions must not be given again: a new segment begins after them.</summary>
    private void LostEnd(SegmentScan scan, string path, SegmentEnd end, long used, string problem)
    {
        var gapEnd = Math.Max(end.Offset + BlockLayout.HeaderBytes, BlockLayout.Align((int)used));
        Damaged(scan, path, end, gapEnd, _closed.Sequence, problem);
        if (repair)
            DurableFile.Replace(SegmentPath.Of(folder, _closed.Sequence), new SegmentHeader(meta.Id, _closed.Sequence, end.CommittedTicks, _closed.Positions).ToBytes());
    }

    private void Damaged(SegmentScan scan, string path, SegmentEnd end, long damagedEnd, long next, string problem)
    {
        Lose(JournalFindingKind.DamagedBlocks, path, end, damagedEnd - end.Offset, next, problem);
        if (!repair)
            return;
        SetAside(scan, path, end.Offset, Math.Min(damagedEnd, scan.FileLength));
        Overwrite(path, end.Offset, GapBlock.Build((int)(damagedEnd - end.Offset), end.Sequence, (uint)(next - end.Sequence), end.CommittedTicks, meta.Salt));
        DropIndexes(path);
    }

    private void MissingBefore(string path, SegmentEnd end, SegmentHeader next)
    {
        Lose(JournalFindingKind.MissingBlocks, path, end, 0, next.FirstSequence, "a segment is missing after this one");
        if (!repair)
            return;
        Overwrite(path, end.Offset, GapBlock.Build(BlockLayout.HeaderBytes, end.Sequence, (uint)(next.FirstSequence - end.Sequence), end.CommittedTicks, meta.Salt));
        DropIndexes(path);
    }

    private void DropIndexes(string path)
    {
        _changed.Add(path);
        File.Delete(SegmentPath.Index(path));
        File.Delete(SegmentPath.Keys(path));
    }

    private void CheckIndexes(string path, long firstSequence)
    {
        if (_changed.Contains(path))
            return;
        if (IndexFile.Read(path, firstSequence, meta.Partitions, meta.Salt) is null)
            Find(new JournalFinding(JournalFindingKind.MissingIndex, SegmentPath.Index(path), 0, 0, firstSequence, 0, [], "the index of a segment is missing or damaged"));
        if (!KeyFile.IsWhole(path, meta.Salt))
            Find(new JournalFinding(JournalFindingKind.MissingIndex, SegmentPath.Keys(path), 0, 0, firstSequence, 0, [], "the key index of a segment is missing or damaged"));
    }

    private void Lose(JournalFindingKind kind, string path, SegmentEnd end, long bytes, long next, string detail)
    {
        var until = new long[meta.Partitions];
        Array.Fill(until, -1);
        _losses.Add(new OpenLoss(_findings.Count, end.Positions, until));
        Find(new JournalFinding(kind, path, end.Offset, bytes, end.Sequence, next - end.Sequence, [], detail));
    }

    /// <summary>A record was met: what was lost before it ends there.</summary>
    private void Met(int partition, long position)
    {
        foreach (var loss in _losses)
            if (loss.Until[partition] < 0)
                loss.Until[partition] = position;
    }

    /// <summary>All partitions are known to stand at some positions: every loss ends there at the latest.</summary>
    private void Reached(long[] positions)
    {
        for (var partition = 0; partition < positions.Length; partition++)
            Met(partition, positions[partition]);
        foreach (var (finding, from, until) in _losses)
        {
            var lost = Enumerable.Range(0, from.Length).Where(partition => until[partition] > from[partition]).Select(partition => new LostPositions(partition, from[partition], until[partition]));
            _findings[finding] = _findings[finding] with { Lost = [.. lost] };
        }
        _losses.Clear();
    }

    private void Find(JournalFinding finding) => _findings.Add(finding);

    private void SetAside(SegmentScan scan, string path, long from, long to)
    {
        var aside = Path.Combine(folder, "damaged");
        Directory.CreateDirectory(aside);
        DurableFile.Replace(Path.Combine(aside, $"{Path.GetFileNameWithoutExtension(path)}-{from}.bytes"), scan.Bytes(from, to));
    }

    private static void Overwrite(string path, long offset, byte[] bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, bytes, offset);
        RandomAccess.FlushToDisk(file);
    }
}

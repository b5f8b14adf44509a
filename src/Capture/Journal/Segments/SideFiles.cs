namespace Kairos.Capture.Journal.Segments;

/// <summary>The indexes beside a sealed segment, which can always be made anew from it.</summary>
internal static class SideFiles
{
    /// <summary>Writes both and lets readers use the file instead of memory.</summary>
    public static void Write(Segment segment, SegmentEnd end, KeyLog keys, uint salt)
    {
        KeyFile.Write(segment.Path, keys.Sorted(), salt);
        IndexFile.Write(segment.Path, segment.FirstSequence, end, segment.Index, salt);
        segment.UseKeys(Keys(segment.Path, salt));
    }

    /// <summary>Finds keys of a sealed segment, whose file is made anew on first use if it is not whole.</summary>
    public static IKeyLookup Keys(string segment, uint salt) => new KeyFile(segment, salt, () => RebuildKeys(segment, salt));

    /// <summary>Makes the key index anew from the segment.</summary>
    public static void RebuildKeys(string segment, uint salt)
    {
        if (SegmentHeader.Read(segment) is not { } header)
            return;
        using var scan = new SegmentScan(segment, header, salt);
        scan.ReadUntil(long.MaxValue); // Up to its end, or to a damage that readers of those blocks will report.
        KeyFile.Write(segment, scan.Keys.Sorted(), salt);
    }
}

using Kairos.Capture.Journal.Segments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Capture.Journal;

/// <summary>Reads every byte of a journal that nobody has open, says what is wrong, and on request repairs what can be repaired.</summary>
public static class JournalDoctor
{
    /// <summary>Checks every block of every segment. Changes nothing.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <exception cref="IOException">A process has the journal open.</exception>
    /// <exception cref="InvalidDataException">There is no journal in the folder.</exception>
    public static JournalReport Inspect(string folder)
    {
        using var held = FolderLock.Take(folder);
        return new JournalInspection(folder, Meta(folder), repair: false).Run();
    }

    /// <summary>
    /// Cuts a torn tail, sets damaged bytes aside in the folder <c>damaged</c> and puts a sealed gap in their place, makes damaged
    /// headers and all missing indexes again. Positions are never re-used: a follower reads on after the gap.
    /// </summary>
    /// <param name="folder">The journal's folder.</param>
    /// <returns>What was wrong, and which positions of which partitions are lost.</returns>
    /// <exception cref="IOException">A process has the journal open.</exception>
    /// <exception cref="InvalidDataException">There is no journal in the folder.</exception>
    public static JournalReport Repair(string folder)
    {
        using var held = FolderLock.Take(folder);
        var meta = Meta(folder);
        var report = new JournalInspection(folder, meta, repair: true).Run();
        meta.Write(folder);
        Recovery.Open(folder, meta, new SegmentDisk(), NullLogger.Instance); // Makes the indexes again.
        foreach (var segment in SegmentPath.All(folder).SkipLast(1))
            if (!KeyFile.IsWhole(segment, meta.Salt))
                SideFiles.RebuildKeys(segment, meta.Salt);
        return report;
    }

    private static JournalMeta Meta(string folder) =>
        JournalMeta.Read(folder) ?? throw new InvalidDataException($"There is no journal in {folder}.");
}

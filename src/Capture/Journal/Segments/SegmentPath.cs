using System.Globalization;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Names of a journal's files: a segment is named by the number of its first block, its side files after it.</summary>
internal static class SegmentPath
{
    public const string Extension = ".segment";

    /// <summary>The file of a segment.</summary>
    public static string Of(string folder, long firstSequence) => Path.Combine(folder, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The file that the next segment is prepared in.</summary>
    public static string Spare(string folder) => Path.Combine(folder, "next.tmp");

    /// <summary>Block number to offset and time.</summary>
    public static string Index(string segment) => Path.ChangeExtension(segment, ".index");

    /// <summary>Key to block.</summary>
    public static string Keys(string segment) => Path.ChangeExtension(segment, ".keys");

    /// <summary>All segments, oldest first.</summary>
    public static string[] All(string folder)
    {
        var files = Directory.GetFiles(folder, "*" + Extension);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The number in a name, or -1.</summary>
    public static long FirstSequence(string segment) =>
        long.TryParse(Path.GetFileNameWithoutExtension(segment), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : -1;
}

using System.Diagnostics;
using System.Globalization;
using Kairos.Capture.Journal;
using Kairos.Capture.Journal.Segments;
using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>Events of one workspace and one day that wait to become one Parquet file.</summary>
/// <param name="workspace">The workspace's number.</param>
/// <param name="day">The day they were received, UTC.</param>
internal sealed class ArchivePart(uint workspace, DateOnly day) : IDisposable
{
    private const string Prefix = "part-", Extension = ".parquet";
    private static readonly ArchiveColumn[] Columns = ArchiveSchema.Columns();
    private readonly ArchiveRows _rows = new();

    /// <summary>Takes one event.</summary>
    public void Add(in JournalRecord record) => _rows.Add(record);

    /// <summary>Lets go of what it holds.</summary>
    public void Dispose() => _rows.Dispose();

    /// <summary>Writes the file under another name, syncs it, and only then gives it its own.</summary>
    /// <param name="archive">The archive's folder.</param>
    /// <param name="number">The number of the write it belongs to: all files of one write bear the same.</param>
    /// <param name="rest">Whether to rest after each column for as long as it took: a part is seconds of work, which visitors must not wait for.</param>
    public async Task Write(string archive, long number, bool rest)
    {
        var folder = Path.Combine(archive, string.Create(CultureInfo.InvariantCulture, $"workspace={workspace}"), string.Create(CultureInfo.InvariantCulture, $"day={day:yyyy-MM-dd}"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Prefix + number.ToString("D12", CultureInfo.InvariantCulture) + Extension);
        var fresh = path + ".tmp";
        await using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            var schema = new ParquetSchema(Columns.Select(column => (Field)column.Field));
            await using (var writer = await ParquetWriter.CreateAsync(schema, file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }))
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in Columns)
                {
                    var began = Stopwatch.GetTimestamp();
                    await column.Write(_rows, group);
                    if (rest)
                        await Task.Delay(Stopwatch.GetElapsedTime(began));
                }
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
        DurableFile.SyncFolder(folder);
        DurableFile.SyncFolder(Path.GetDirectoryName(folder)!);
        DurableFile.SyncFolder(archive);
    }

    /// <summary>Removes what a crash left: unfinished files, and those of writes that were never recorded.</summary>
    public static void RemoveAfter(string archive, long number)
    {
        foreach (var path in Directory.EnumerateFiles(archive, Prefix + "*", SearchOption.AllDirectories))
            if (!path.EndsWith(Extension, StringComparison.Ordinal) || NumberOf(path) > number)
                File.Delete(path);
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

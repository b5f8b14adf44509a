using Kairos.Capture.Journal.Segments;
using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>What a row of the archive is chosen by.</summary>
/// <param name="Position">Its position in its partition of the journal.</param>
/// <param name="Kind">What kind of record it was.</param>
/// <param name="Person">The person's key, or null.</param>
/// <param name="AnonymousId">The anonymous id it bears, or null.</param>
/// <param name="UserId">The user id it bears, or null.</param>
/// <param name="HappenedAtMs">When it happened, ms since 1970 UTC.</param>
internal readonly record struct ArchivedRow(long Position, string? Kind, string? Person, string? AnonymousId, string? UserId, long HappenedAtMs);

/// <summary>Whether a row goes.</summary>
internal delegate bool RowEraser(in ArchivedRow row);

/// <summary>Writes a file of the archive anew without some of its rows. Its columns are its own: an older file may have fewer than are written today.</summary>
internal static class ArchiveRewrite
{
    /// <summary>Removes rows. A file without any left is deleted; one that loses none is not touched.</summary>
    /// <param name="path">The file.</param>
    /// <param name="erases">Asked for each row, once.</param>
    /// <param name="cancel">Gives up; the file stays as it was.</param>
    public static async Task Run(string path, RowEraser erases, CancellationToken cancel)
    {
        var groups = new List<List<WrittenColumn>>();
        DataField[] fields;
        var (all, kept) = (0, 0);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        await using (var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancel))
        {
            fields = reader.Schema.GetDataFields();
            var chosen = new List<int[]>();
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                chosen.Add(await Kept(rows, fields, erases, cancel));
                (all, kept) = (all + (int)rows.RowCount, kept + chosen[^1].Length);
            }

            if (kept == all)
                return;
            for (var group = 0; group < reader.RowGroupCount && kept > 0; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                var columns = new List<WrittenColumn>();
                foreach (var field in fields)
                    columns.Add(await WrittenColumn.Read(rows, field, chosen[group], cancel));
                groups.Add(columns);
            }
        }

        if (kept > 0)
            await Write(path, fields, groups);
        else
            File.Delete(path);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>The rows that are not chosen.</summary>
    internal static async Task<int[]> Kept(ParquetRowGroupReader rows, DataField[] fields, RowEraser erases, CancellationToken cancel)
    {
        var count = (int)rows.RowCount;
        var positions = new long[count];
        await rows.ReadAsync<long>(fields.Single(static field => field.Name == "position"), positions, cancellationToken: cancel);
        var (kinds, people) = (await Texts("kind"), await Texts("person"));
        var (devices, users) = (await Texts("anonymous_id"), await Texts("user_id"));
        var times = new DateTime[count];
        await rows.ReadAsync<DateTime>(fields.Single(static field => field.Name == "happened_at"), times, cancellationToken: cancel);
        var kept = new List<int>(count);
        for (var row = 0; row < count; row++)
            if (!erases(new ArchivedRow(positions[row], kinds[row], people[row], devices[row], users[row], (times[row] - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond)))
                kept.Add(row);
        return [.. kept];

        async Task<string?[]> Texts(string name)
        {
            var texts = new string?[count];
            await rows.ReadAsync(fields.Single(field => field.Name == name), texts!, cancellationToken: cancel);
            return texts;
        }
    }

    private static async Task Write(string path, DataField[] fields, List<List<WrittenColumn>> groups)
    {
        var fresh = path + ".tmp";
        await using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Cast<Field>()), file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }))
            {
                foreach (var columns in groups.Where(static columns => columns[0].Count > 0))
                {
                    using var group = writer.CreateRowGroup();
                    foreach (var column in columns)
                        await column.Write(group);
                }
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}

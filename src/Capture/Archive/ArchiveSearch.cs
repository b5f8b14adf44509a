using System.Runtime.CompilerServices;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>Finds what the archive has of a person that the journal no longer has.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="journal">What it has itself is left out.</param>
/// <param name="workspaces">Whose secrets user ids are hashed with.</param>
public sealed class ArchiveSearch(DataFolder data, IJournal journal, IWorkspaces workspaces)
{
    /// <summary>The rows of a person, by file: column names with their values; null ones are left out.</summary>
    /// <param name="target">Whom.</param>
    /// <param name="cancel">Gives up.</param>
    public async IAsyncEnumerable<IReadOnlyDictionary<string, object>> Rows(ErasureTarget target, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        var folder = Path.Combine(data.Path, "archive", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"workspace={target.Workspace}"));
        if (!Directory.Exists(folder))
            yield break;
        var order = new ErasureOrder("search", target, 0);
        foreach (var (key, _) in JournalMarks.MarksOf(target))
            order.Marks[key] = long.MaxValue;
        var limits = new EraseLimits([order], workspaces);
        foreach (var path in Directory.GetFiles(folder, "part-*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await foreach (var row in Rows(path, target.Workspace, limits, cancel))
                yield return row;
    }

    private async IAsyncEnumerable<IReadOnlyDictionary<string, object>> Rows(
        string path, uint workspace, EraseLimits limits, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancel);
        DataField[] fields = reader.Schema.GetDataFields();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            var others = (await ArchiveRewrite.Kept(rows, fields, (in row) => IsWanted(row, workspace, limits), cancel)).ToHashSet();
            var wanted = Enumerable.Range(0, (int)rows.RowCount).Where(row => !others.Contains(row)).ToArray();
            if (wanted.Length == 0)
                continue;
            var columns = new List<(string Name, WrittenColumn Values)>();
            foreach (var field in fields)
                columns.Add((field.Name, await WrittenColumn.Read(rows, field, wanted, cancel)));
            for (var row = 0; row < wanted.Length; row++)
                yield return columns.Where(column => column.Values.Value(row) is not null).ToDictionary(static column => column.Name, column => column.Values.Value(row)!);
        }
    }

    private bool IsWanted(in ArchivedRow row, uint workspace, EraseLimits limits)
    {
        if (!PersonKey.TryParse(row.Person, out var person) || row.Position >= journal.Start(person.Partition(journal.Partitions)))
            return false;
        var under = (workspace, person);
        return (row.Kind == "decision" ? limits.OfDecision(under, row.HappenedAtMs) : limits.OfEvent(under, row.Position, row.AnonymousId is not null, row.UserId, row.HappenedAtMs)) is not null;
    }
}

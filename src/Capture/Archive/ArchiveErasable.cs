using Kairos.Capture.Erasure;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Archive;

/// <summary>Takes erased people's rows out of the archive: writes those files anew that hold any.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="service">Writes the archive, and waits meanwhile.</param>
public sealed class ArchiveErasable(DataFolder data, ArchiveService service) : IErasable
{
    /// <inheritdoc/>
    public string Store => "archive";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Copies;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        using var still = await service.Still(cancel);
        foreach (var workspace in orders.GroupBy(static order => order.Target.Workspace))
        {
            var folder = Path.Combine(data.Path, "archive", $"workspace={workspace.Key}");
            if (!Directory.Exists(folder))
                continue;
            var limits = Limits(workspace);
            foreach (var file in Directory.GetFiles(folder, "part-*.parquet", SearchOption.AllDirectories))
            {
                cancel.ThrowIfCancellationRequested();
                await ArchiveRewrite.Run(file, (in row) => Erases(row, limits), cancel);
            }
        }
    }

    // A decision tells of what was known before it, wherever it lies.
    private static bool Erases(in ArchivedRow row, Dictionary<string, (ErasureOrder Order, long Mark)> limits)
    {
        if (row.Person is null || !limits.TryGetValue(row.Person, out var limit) || (row.Position > limit.Mark && row.Kind != "decision"))
            return false;
        limit.Order.Count("archiveRows", 1);
        return true;
    }

    private static Dictionary<string, (ErasureOrder Order, long Mark)> Limits(IEnumerable<ErasureOrder> orders)
    {
        var limits = new Dictionary<string, (ErasureOrder Order, long Mark)>(StringComparer.Ordinal);
        foreach (var order in orders)
        {
            foreach (var (key, mark) in order.Marks)
            {
                var person = JournalMarks.PersonOf(key).ToString();
                if (!limits.TryGetValue(person, out var other) || other.Mark < mark)
                    limits[person] = (order, mark);
            }
        }

        return limits;
    }
}

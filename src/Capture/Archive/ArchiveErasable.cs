using System.Globalization;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Archive;

/// <summary>Takes erased people's rows out of the archive: writes those files anew that hold any.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="workspaces">Whose secrets user ids are hashed with.</param>
/// <param name="service">Writes the archive, and waits meanwhile.</param>
public sealed class ArchiveErasable(DataFolder data, IWorkspaces workspaces, ArchiveService service) : IErasable
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
            var folder = Path.Combine(data.Path, "archive", string.Create(CultureInfo.InvariantCulture, $"workspace={workspace.Key}"));
            if (!Directory.Exists(folder))
                continue;
            var limits = new EraseLimits(workspace, workspaces);
            foreach (var file in Directory.GetFiles(folder, "part-*.parquet", SearchOption.AllDirectories))
            {
                cancel.ThrowIfCancellationRequested();
                await ArchiveRewrite.Run(file, (in row) => Erases(workspace.Key, row, limits), cancel);
            }
        }
    }

    private static bool Erases(uint workspace, in ArchivedRow row, EraseLimits limits)
    {
        if (!PersonKey.TryParse(row.Person, out var person))
            return false;
        var order = row.Kind == "decision" ? limits.OfDecision((workspace, person), row.HappenedAtMs) : limits.OfEvent((workspace, person), row.Position, row.AnonymousId is not null, row.UserId, row.HappenedAtMs);
        order?.Count("archiveRows", 1);
        return order is not null;
    }
}

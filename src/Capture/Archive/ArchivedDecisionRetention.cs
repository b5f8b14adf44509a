using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Archive;

/// <summary>Takes records of decisions out of days of the archive that are old enough; the events of those days stay.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="service">Writes the archive, and waits meanwhile.</param>
/// <param name="options">How long they are kept.</param>
public sealed class ArchivedDecisionRetention(DataFolder data, ArchiveService service, IOptions<RetentionOptions> options) : IRetentionRule
{
    private const string Done = "without-decisions";

    /// <inheritdoc/>
    public string Data => "archivedDecisions";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.ArchivedDecisions;

    /// <inheritdoc/>
    public string Unit => "decisions";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel)
    {
        var removed = 0L;
        foreach (var day in ArchiveRetention.Days(data, now - KeptFor).ToList())
        {
            var files = day.GetFiles("part-*.parquet");
            var done = new FileInfo(Path.Combine(day.FullName, Done));
            if (done.Exists && files.All(file => file.LastWriteTimeUtc <= done.LastWriteTimeUtc))
                continue; // Nothing came late since.
            using (await service.Still(cancel))
            {
                foreach (var file in files)
                {
                    await ArchiveRewrite.Run(file.FullName, (in row) =>
                    {
                        removed += row.Kind == "decision" ? 1 : 0;
                        return row.Kind == "decision";
                    }, cancel);
                }
            }

            await File.WriteAllBytesAsync(done.FullName, [], cancel);
        }

        return removed;
    }
}

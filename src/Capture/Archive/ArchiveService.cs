using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Archive;

/// <summary>Keeps the archive up to date while the program runs.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="journal">What is archived.</param>
/// <param name="options">Whether and how.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Trouble.</param>
public sealed class ArchiveService(DataFolder data, IJournal journal, IOptions<ArchiveOptions> options, TimeProvider clock, ILogger<EventArchive> log) : BackgroundService, IJournalFollower
{
    private volatile EventArchive? _archive;

    /// <inheritdoc/>
    public long Needed(int partition) => !options.Value.Enabled ? long.MaxValue : _archive?.Positions[partition] ?? 0;

    /// <summary>Keeps the archive from changing until the answer is disposed.</summary>
    /// <param name="cancel">Gives up.</param>
    internal async Task<IDisposable?> Still(CancellationToken cancel) => _archive is { } archive ? await archive.Still(cancel) : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        await Task.Yield(); // Reading the folder must not hold up the start.
        using var archive = new EventArchive(data.At("archive"), journal, options.Value, clock, log);
        _archive = archive;
        try
        {
            await archive.Follow(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program stops, or the journal is closed.
        }
        catch (JournalDamagedException error)
        {
            log.LogError(error, "The archive stops: it cannot read on.");
        }
    }
}

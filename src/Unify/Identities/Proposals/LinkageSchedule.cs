using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Begins a run for each workspace every so often, when that is wanted; ends the one under way when the server stops.</summary>
/// <param name="runs">Runs them.</param>
/// <param name="workspaces">For whom.</param>
/// <param name="options">Whether, and how often.</param>
/// <param name="clock">Time.</param>
internal sealed class LinkageSchedule(LinkageRuns runs, IWorkspaces workspaces, IOptions<LinkageRunOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await runs.Close(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromHours(options.Value.IntervalHours), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var workspace in workspaces.All)
            {
                while (!runs.TryStart(workspace))
                    await Task.Delay(Again, clock, stoppingToken);
            }
        }
    }
}

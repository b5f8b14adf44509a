using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Journal;

/// <summary>Once an hour lets go of segments that are older than <see cref="JournalOptions.RetentionAge"/> and that no follower needs.</summary>
/// <param name="journal">The journal.</param>
/// <param name="followers">Everybody whose place counts.</param>
/// <param name="options">How long records are kept.</param>
/// <param name="clock">Time.</param>
/// <param name="log">What went.</param>
public sealed class JournalRetention(
    IJournal journal, IEnumerable<IJournalFollower> followers, IOptions<JournalOptions> options, TimeProvider clock, ILogger<JournalRetention> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private readonly IJournalFollower[] _followers = [.. followers];

    /// <summary>Lets go of what may go now.</summary>
    /// <returns>How many segments went.</returns>
    public int Sweep()
    {
        var needed = new long[journal.Partitions];
        for (var partition = 0; partition < needed.Length; partition++)
        {
            needed[partition] = journal.End(partition);
            foreach (var follower in _followers)
                needed[partition] = Math.Min(needed[partition], follower.Needed(partition));
        }
        var gone = journal.Trim(clock.GetUtcNow() - options.Value.RetentionAge, needed);
        if (gone > 0)
            log.LogInformation("{Segments} journal segments older than {Age} were deleted.", gone, options.Value.RetentionAge);
        return gone;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                Sweep();
            }
            catch (IOException error)
            {
                log.LogWarning(error, "Old journal segments cannot be deleted; it is tried again in an hour.");
            }
        }
    }
}

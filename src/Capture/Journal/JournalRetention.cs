using Kairos.Govern.Retention;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Journal;

/// <summary>Lets go of segments that are older than <see cref="JournalOptions.RetentionAge"/> and that no follower needs.</summary>
/// <param name="journal">The journal.</param>
/// <param name="followers">Everybody whose place counts.</param>
/// <param name="options">How long records are kept.</param>
public sealed class JournalRetention(IJournal journal, IEnumerable<IJournalFollower> followers, IOptions<JournalOptions> options) : IRetentionRule
{
    private readonly IJournalFollower[] _followers = [.. followers];

    /// <inheritdoc/>
    public string Data => "journal";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.RetentionAge;

    /// <inheritdoc/>
    public string Unit => "segments";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel) => await Task.Run(() => Trim(now), cancel);

    private int Trim(DateTimeOffset now)
    {
        var needed = new long[journal.Partitions];
        for (var partition = 0; partition < needed.Length; partition++)
        {
            needed[partition] = journal.End(partition);
            foreach (var follower in _followers)
                needed[partition] = Math.Min(needed[partition], follower.Needed(partition));
        }

        return journal.Trim(now - KeptFor, needed);
    }
}

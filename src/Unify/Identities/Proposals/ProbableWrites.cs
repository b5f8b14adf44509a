using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Writes what record linkage finds, and what somebody says of it, to both ends of a link; durable when it answers.</summary>
/// <param name="journal">Where it is written.</param>
/// <param name="clock">When it is said.</param>
internal sealed class ProbableWrites(IJournal journal, LinkClock clock)
{
    private const int LinksPerBatch = 200;

    /// <summary>A probable link to be written.</summary>
    /// <param name="One">One end.</param>
    /// <param name="Other">The other end.</param>
    /// <param name="Confidence">How likely, in ten-thousandths; 0 to take it back.</param>
    internal readonly record struct Finding(End One, End Other, ushort Confidence);

    /// <summary>Makes links probable, or no longer so. Links that somebody denied or cut stay what they are.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="found">The links.</param>
    /// <param name="cancel">Gives up between batches: each link is written to both of its ends or to none.</param>
    public async Task<AppendOutcome> Find(WorkspaceId workspace, IReadOnlyList<Finding> found, CancellationToken cancel)
    {
        foreach (var some in found.Chunk(LinksPerBatch))
        {
            cancel.ThrowIfCancellationRequested();
            if (await Write(workspace, some, LinkStatement.Probable) is not AppendOutcome.Committed and var outcome)
                return outcome;
        }

        return AppendOutcome.Committed;
    }

    /// <summary>Says that pairs are not one person's, for ever as far as record linkage goes.</summary>
    public Task<AppendOutcome> Deny(WorkspaceId workspace, params IReadOnlyList<Finding> pairs) => Write(workspace, pairs, LinkStatement.Denied);

    private async Task<AppendOutcome> Write(WorkspaceId workspace, IReadOnlyList<Finding> links, LinkStatement statement)
    {
        var atMs = clock.Next();
        var batch = JournalBatch.Rent();
        foreach (var (one, other, confidence) in links)
        {
            LinkRecord.Write(batch, journal.Partitions, workspace.Value, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, LinkRole.None, confidence), atMs, atMs);
            LinkRecord.Write(batch, journal.Partitions, workspace.Value, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRole.None, confidence), atMs, atMs);
        }

        var outcome = await journal.Append(batch);
        batch.Return();
        return outcome;
    }
}

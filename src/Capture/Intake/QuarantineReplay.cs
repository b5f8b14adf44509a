using System.Runtime.CompilerServices;
using System.Text;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Lets events out of the quarantine into the intake again, after a schema or a setting was mended.</summary>
/// <param name="quarantine">Where they are.</param>
/// <param name="intake">Where they go.</param>
/// <param name="workspaces">Whose they are.</param>
/// <param name="options">The limits they are read by.</param>
public sealed class QuarantineReplay(IQuarantine quarantine, IIntake intake, IWorkspaces workspaces, IOptions<ParsingOptions> options)
{
    /// <summary>Tries each event again, as received when it first was. Those taken in leave the quarantine; the others stay and say why.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancel">Stops between two events.</param>
    public async IAsyncEnumerable<ReplayedEvent> Replay(QuarantineFilter filter, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await quarantine.Flush(cancel);
        await foreach (var kept in quarantine.List(filter, cancel))
        {
            var (refusal, detail) = await Try(kept);
            if (refusal == Refusal.None)
                await quarantine.MarkReplayed(kept.Id, cancel);
            yield return new ReplayedEvent(kept.Id, refusal == Refusal.None, refusal.Code(), detail);
        }
    }

    private async ValueTask<(Refusal Refusal, string? Detail)> Try(QuarantinedEvent kept)
    {
        if (workspaces.ById(new WorkspaceId(kept.Workspace)) is not { } workspace)
            return (Refusal.UnknownWriteKey, "The workspace is gone.");
        var drafts = DraftBatch.Rent();
        if (kept.Envelope is not null)
            drafts.Append(Encoding.UTF8.GetBytes($"{{{kept.Envelope}\"batch\":["));
        drafts.Append(kept.Body);
        if (kept.Envelope is not null)
            drafts.Append("]}"u8);

        if (drafts.Parse(options.Value, kept.Verb) == Refusal.None)
        {
            var outcome = await intake.Take(workspace, drafts, new Origin(QuarantinedEvent.ReplaySource)
            {
                ReceivedAtMs = kept.ReceivedAtMs, GlobalPrivacyControl = kept.GlobalPrivacyControl,
            });
            if (outcome.Refusal != Refusal.None)
                drafts.Refuse(outcome.Refusal);
        }

        var result = (drafts.Refusal, drafts.Detail);
        for (var i = 0; i < drafts.Count && result.Refusal == Refusal.None; i++)
            result = (drafts[i].Refusal, drafts[i].Detail);
        drafts.Return();
        return result;
    }
}

/// <summary>What became of one event that was tried again.</summary>
/// <param name="Id">Its id in the quarantine.</param>
/// <param name="Taken">Whether it is on disk now.</param>
/// <param name="Reason">The code of the refusal; <c>accepted</c> when taken.</param>
/// <param name="Detail">More about it, or null.</param>
public sealed record ReplayedEvent(string Id, bool Taken, string Reason, string? Detail);

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Journal;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>The intake: encodes the drafts of a body into one journal batch, waits until it is durable, counts, and sends the refused into quarantine.</summary>
internal sealed class EventIntake(
    RecordEncoder encoder, BlockedIdentifiers blocked, IJournal journal, IWorkspaces workspaces, EventBudgets budgets, IQuarantine quarantine, IntakeMeter meter, LinkMemory memory,
    StandingFields standing, MessageMemory messages, TimeProvider clock, IOptions<IntakeOptions> options) : IIntake
{
    public async ValueTask<IntakeOutcome> Take(Workspace workspace, DraftBatch drafts, Origin origin)
    {
        var startedAt = Stopwatch.GetTimestamp();
        if (!budgets.TryTake(workspace.Id, drafts.Count, out var retryAfterSeconds))
            return NotKept(Refusal.OverBudget, drafts.Count, retryAfterSeconds);

        if (!messages.Restored.IsCompleted)
            await messages.Restored; // Else a repeat of what was written before the start would pass.
        var receivedAtMs = origin.ReceivedAtMs ?? clock.GetUtcNow().ToUnixTimeMilliseconds();
        CheckKeys(workspace, drafts);
        for (var i = 0; i < drafts.Count; i++)
            blocked.Clean(drafts, drafts[i]); // Before proofs: what is proven is the identifier that counts.
        if (!origin.IsTrusted)
            UserProofs.Check(workspace, drafts, clock.GetUtcNow().ToUnixTimeMilliseconds());
        var (accepted, outcome) = await Append(workspace, drafts, origin, receivedAtMs);
        switch (outcome)
        {
            case AppendOutcome.Overloaded:
                return NotKept(Refusal.Overloaded, drafts.Count, options.Value.RetryAfterSeconds);
            case AppendOutcome.Unwritable or AppendOutcome.Closed:
                return NotKept(Refusal.Unwritable, drafts.Count, options.Value.RetryAfterSeconds);
        }

        standing.NoteAgreed(drafts);
        if (!await drafts.Claims.AreRepeats(messages))
            return NotKept(Refusal.Unwritable, drafts.Count, options.Value.RetryAfterSeconds); // Whoever was to write it could not.
        meter.Repeated(drafts.Claims.Repeats);
        meter.Accepted(accepted, drafts.Length, startedAt);
        return accepted == drafts.Count
            ? new IntakeOutcome(Refusal.None, 0, accepted, 0, 0)
            : Quarantined(workspace, drafts, origin, accepted, receivedAtMs);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // Once for every request.
    private async ValueTask<(int Accepted, AppendOutcome Outcome)> Append(Workspace workspace, DraftBatch drafts, Origin origin, long receivedAtMs)
    {
        var batch = JournalBatch.Rent();
        var links = new LinkTarget(batch, journal.Partitions, memory.Now, drafts.LinkMarks);
        var (accepted, written) = (0, false);
        try
        {
            for (var i = 0; i < drafts.Count; i++)
                accepted += encoder.Encode(workspace, drafts, drafts[i], origin, receivedAtMs, links) ? 1 : 0;
            var outcome = batch.Count == 0 ? AppendOutcome.Committed : await journal.Append(batch);
            batch.Return();
            if (written = outcome == AppendOutcome.Committed)
                links.Lately.Note(links.Marks); // Not sooner: a later event must not rely on what was never written.
            return (accepted, outcome);
        }
        finally
        {
            drafts.Claims.Settle(messages, written);
        }
    }

    public void Refuse(Workspace? workspace, DraftBatch drafts, Refusal refusal, string? detail, Origin origin)
    {
        meter.Refused(refusal);
        if (workspace is not null && drafts.Length > 0)
            Put(workspace, drafts, null, refusal, detail, origin, origin.ReceivedAtMs ?? clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private IntakeOutcome Quarantined(Workspace workspace, DraftBatch drafts, Origin origin, int accepted, long receivedAtMs)
    {
        var (refused, withheld) = (0, 0);
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            withheld += draft.Withheld ? 1 : 0;
            if (draft.Refusal == Refusal.None)
                continue;
            refused++;
            meter.Refused(draft.Refusal);
            Put(workspace, drafts, draft, draft.Refusal, draft.Detail, origin, receivedAtMs);
        }

        if (withheld > 0)
            meter.Withheld(withheld);
        return new IntakeOutcome(Refusal.None, 0, accepted, refused, withheld);
    }

    private void Put(
        Workspace workspace, DraftBatch drafts, EventDraft? draft, Refusal refusal, string? detail, in Origin origin, long receivedAtMs)
    {
        if (origin.Source == QuarantinedEvent.ReplaySource)
            return; // It is there already.
        var body = draft is null ? drafts.Body : drafts.Bytes(draft.Raw);
        meter.Quarantined(quarantine.Put(new QuarantinedEvent
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"),
            Workspace = workspace.Id.Value,
            ReceivedAtMs = receivedAtMs,
            Source = origin.Source,
            Verb = drafts.Verb,
            Envelope = draft is not null && drafts.Verb is null ? drafts.Envelope() : null,
            Reason = refusal.Code(),
            Detail = detail,
            GlobalPrivacyControl = origin.GlobalPrivacyControl,
            Body = body[..Math.Min(body.Length, QuarantinedEvent.BodyBytesMax)].ToArray(),
        }));
    }

    /// <summary>Refuses events that name the write key of another workspace than the one they were sent to.</summary>
    private void CheckKeys(Workspace workspace, DraftBatch drafts)
    {
        ReadOnlySpan<byte> good = default;
        for (var i = 0; i < drafts.Count; i++)
        {
            var stated = drafts[i][Slot.WriteKey].IsNone ? drafts.Shared[Slot.WriteKey] : drafts[i][Slot.WriteKey];
            if (!stated.IsScalar || drafts.Bytes(stated).SequenceEqual(good))
                continue;
            if (workspaces.ByWriteKey(drafts.Bytes(stated)) is { } other && other.Id != workspace.Id)
                drafts[i].Refuse(Refusal.OtherWriteKey);
            else
                good = drafts.Bytes(stated);
        }
    }

    private IntakeOutcome NotKept(Refusal refusal, int events, int retryAfterSeconds)
    {
        meter.Refused(refusal, events);
        return new IntakeOutcome(refusal, retryAfterSeconds, 0, 0, 0);
    }
}

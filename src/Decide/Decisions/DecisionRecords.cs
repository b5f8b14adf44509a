using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Decide.Ranking;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Keeps the record of every decision: in memory at once, in the journal with the next group commit. No decision waits for either.</summary>
/// <param name="journal">The journal.</param>
/// <param name="recent">The latest decisions.</param>
/// <param name="record">Writes records.</param>
/// <param name="answer">Writes answers.</param>
/// <param name="meter">Counts.</param>
/// <param name="options">Bounds.</param>
public sealed class DecisionRecords(
    IJournal journal, RecentDecisions recent, RecordWriter record, AnswerWriter answer, DecisionMeter meter, RecordOptions options)
{
    private int _pending;

    /// <summary>Keeps the record. When the journal cannot take it, the answer says <c>record-lost</c> and the loss is counted.</summary>
    /// <param name="decision">The decision, answered.</param>
    public void Keep(Decision decision)
    {
        var workspace = decision.Request.Workspace;
        var person = decision.Visitor.Person;
        var (partition, key) = Place(decision, person);
        decision.Id = new DecisionId((ushort)partition, key, decision.AtMs, decision.Seed);
        decision.IdText = decision.Id.ToText(workspace);

        var body = decision.Record(record);
        if (decision.Request.Rehearsal)
            return;
        recent.Add(new RecentDecision(workspace.Id, decision.IdText, decision.AtMs, person, body.ToArray()));
        meter.Decided(decision);
        if (!TryAppend(decision, person, partition, key, body.Span))
            Lose(decision);
    }

    // A decision for nobody, or for somebody who refuses, lies under a key drawn for it alone.
    private (int Partition, ulong Key) Place(Decision decision, PersonKey person)
    {
        if (!person.IsNone)
            return (person.Partition(journal.Partitions), person.Low);
        return ((int)((decision.Seed >> 33) % (ulong)journal.Partitions), decision.Seed | 1);
    }

    private bool TryAppend(Decision decision, PersonKey person, int partition, ulong key, ReadOnlySpan<byte> body)
    {
        if (journal.Trouble is not null)
            return false;
        if (Interlocked.Increment(ref _pending) > options.PendingMax)
        {
            Interlocked.Decrement(ref _pending);
            return false;
        }

        var batch = JournalBatch.Rent();
        var (high, low) = decision.Request.Workspace.Secret.Hash(KeyDomain.Message, Encoding.ASCII.GetBytes(decision.IdText));
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = EventKind.Decision,
            Code = EventCode.DecisionServed,
            Workspace = decision.Request.Workspace.Id.Value,
            Message = new MessageKey(high, low),
            Person = person,
            Device = decision.Visitor.Device,
            HappenedAtMs = decision.AtMs,
            ReceivedAtMs = decision.AtMs,
        });
        writer.Write(EventField.MessageId, decision.IdText);
        writer.Write(EventField.Name, "decision_served"u8);
        writer.Write(EventField.Decision, body);
        if (!decision.Visitor.Bucketing.Key.IsNone)
            writer.Write(EventField.BucketingKey, (long)decision.Visitor.Bucketing.Key.Value);
        batch.Seal(partition, key);
        Tell(batch, decision);
        return Commit(batch);
    }

    // In the same batch, and before the answer leaves: whatever is acknowledged later comes later in each partition.
    private void Tell(JournalBatch batch, Decision decision)
    {
        var (visitor, workspace) = (decision.Visitor, decision.Request.Workspace.Id.Value);
        if (visitor.Bucketing.IsNew)
            BucketingRecord.Write(batch, journal.Partitions, workspace, visitor.Person, visitor.Bucketing.Key, decision.AtMs);
        if (visitor.Bucketing.IsNewForUser)
            BucketingRecord.Write(batch, journal.Partitions, workspace, visitor.Read.Visitor.User, visitor.Bucketing.Key, decision.AtMs);
    }

    private bool Commit(JournalBatch batch)
    {
        var append = journal.Append(batch);
        if (!append.IsCompleted)
        {
            _ = Await(append, batch);
            return true;
        }

        Interlocked.Decrement(ref _pending);
        var kept = append.IsCompletedSuccessfully && append.Result == AppendOutcome.Committed;
        batch.Return();
        return kept;
    }

    private async Task Await(ValueTask<AppendOutcome> append, JournalBatch batch)
    {
        var kept = false;
        try
        {
            kept = await append == AppendOutcome.Committed;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
            batch.Return();
            if (!kept)
                meter.RecordLost();
        }
    }

    private void Lose(Decision decision)
    {
        meter.RecordLost();
        for (var i = 0; i < decision.Count; i++)
            decision.AnswerOf(i).Degraded |= Degradation.RecordLost;
        decision.WriteAnswer(answer);
    }
}

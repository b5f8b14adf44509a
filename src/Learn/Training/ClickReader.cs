using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Registry;

namespace Kairos.Learn.Training;

/// <summary>Reads event records and teaches their clicks to the models of their workspaces. One thread.</summary>
/// <remarks>
/// Clicks are items viewed, clicked, put into the cart or bought, by people and with leave to personalize. A view that follows a click
/// on the same item, a cart that follows a view, a purchase of what the session looked at, say nothing about what comes next: they
/// count for what is popular only. So does a click that comes in so late that its session is over.
/// </remarks>
internal sealed class ClickReader(ModelRegistry registry, FollowerOptions options)
{
    private readonly DeviceSessions _sessions = new(options.OpenSessionsMax, (long)options.SilenceMax.TotalMilliseconds);
    private readonly long _silenceMs = (long)options.SilenceMax.TotalMilliseconds;
    private readonly RecentMessages _messages = new(options.RememberedMessages);
    private readonly List<SessionLearner> _taught = [];
    private (uint Workspace, SessionLearner? Learner) _latest;

    /// <summary>How many clicks were learned.</summary>
    public long Clicks { get; private set; }

    /// <summary>Reads one record; what is not a click is passed over.</summary>
    /// <param name="record">Its bytes.</param>
    public void Read(ReadOnlySpan<byte> record)
    {
        if (record.Length < EventHeader.Bytes || record[0] != EventHeader.Version)
            return; // Not an event: other records share the journal.
        var view = new EventView(record);
        var header = view.Header;
        if (header.Kind == EventKind.Erased)
        {
            Forget(header);
            return;
        }

        var weight = WeightOf(header.Code);
        if (weight == 0 || header.Kind != EventKind.Track || (header.Flags & (EventFlags.Bot | EventFlags.NotForPersonalization)) != 0
            || !_messages.Add(header.Message.Low ^ ((ulong)header.Workspace << 32)))
            return;
        foreach (var field in view)
        {
            if (field.Field == EventField.Item)
                Learn(header, field.Item, weight);
        }
    }

    // A mark ends the open session of who is forgotten; what stands where an event was erased is a message that has been seen.
    private void Forget(in EventHeader header)
    {
        if (header.Person.IsNone)
            _messages.Add(header.Message.Low ^ ((ulong)header.Workspace << 32));
        else if (header.HappenedAtMs == header.ReceivedAtMs)
            _sessions.Forget((header.Workspace, header.Person.Low)); // A device's key is the low half of its person's.
    }

    /// <summary>Makes all that was read visible.</summary>
    public void Settle()
    {
        foreach (var learner in _taught)
            learner.Settle();
        _taught.Clear();
    }

    private void Learn(in EventHeader header, in ItemMention item, float weight)
    {
        if (item.Key.IsNone)
            return;
        var learner = LearnerOf(header.Workspace);
        Clicks++;
        var device = header.Device != 0 ? header.Device : header.Person.Low;
        var session = _sessions.Of((header.Workspace, device), learner, header.HappenedAtMs);
        var number = learner.Models.Items.FindOrAdd(item.Key, item.CategoryKey);
        if (header.HappenedAtMs < session.LastAtMs - _silenceMs || IsEcho(session, header.Code, number))
            learner.Weigh(number, item.CategoryKey, header.HappenedAtMs, weight);
        else
            learner.Click(session.Session, number, item.CategoryKey, header.HappenedAtMs, weight);
        session.LastCode = header.Code;
    }

    // Most records are of the workspace of the one before.
    private SessionLearner LearnerOf(uint workspace)
    {
        if (_latest.Learner is not { } learner || _latest.Workspace != workspace)
        {
            learner = registry.LearnerOf(new WorkspaceId(workspace));
            _latest = (workspace, learner);
        }
        if (!learner.Unsettled)
        {
            learner.Unsettled = true;
            _taught.Add(learner);
        }
        return learner;
    }

    private static bool IsEcho(DeviceSession session, EventCode code, int number)
    {
        var seen = session.Session.Span;
        if (number < 0 || seen.IsEmpty)
            return false;
        return code is EventCode.ProductAdded or EventCode.OrderCompleted
            ? seen.Contains(number)
            : seen[^1] == number && code != session.LastCode;
    }

    private float WeightOf(EventCode code) => code switch
    {
        EventCode.ProductViewed => (float)options.ViewWeight,
        EventCode.ProductClicked => (float)options.ClickWeight,
        EventCode.ProductAdded => (float)options.CartWeight,
        EventCode.OrderCompleted => (float)options.OrderWeight,
        _ => 0,
    };
}

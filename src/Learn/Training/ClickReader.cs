using System.Buffers.Binary;
using System.Globalization;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Registry;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>Reads event records and teaches their clicks to the models of their workspaces. One thread.</summary>
/// <remarks>
/// Clicks are items viewed, clicked, put into the cart or bought, by people and with leave to personalize. A view that follows a click
/// on the same item, a cart that follows a view, a purchase of what the session looked at, say nothing about what comes next: they
/// count for what is popular only. So does a click that comes in so late that its session is over. Whoever said no to personalization is
/// not learned from until they agree again; what was learned from them before stays as clicks of a session without a name.
/// </remarks>
internal sealed class ClickReader(ModelRegistry registry, FollowerOptions options, Func<WorkspaceId, Workspace?>? workspaces = null)
{
    private readonly DeviceSessions _sessions = new(options.OpenSessionsMax, (long)options.SilenceMax.TotalMilliseconds);
    private readonly long _silenceMs = (long)options.SilenceMax.TotalMilliseconds;
    private readonly RecentMessages _messages = new(options.RememberedMessages);
    private readonly Withdrawals _withdrawals = new(options.WithdrawalsMax);
    private readonly List<SessionLearner> _taught = [];
    private (uint Workspace, SessionLearner? Learner) _latest;

    /// <summary>How many clicks were learned, those of a restored state included.</summary>
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

        if ((header.Flags & EventFlags.StatesConsent) != 0 && _withdrawals.Note(view, "personalization"u8, UserOf(view, header)))
            _sessions.Forget((header.Workspace, DeviceOf(header))); // What was open is closed: nothing that comes later joins it.
        var weight = WeightOf(header.Code);
        if (weight == 0 || header.Kind != EventKind.Track || (header.Flags & (EventFlags.Bot | EventFlags.NotForPersonalization)) != 0
            || !_messages.Add(header.Message.Low ^ ((ulong)header.Workspace << 32)))
            return;
        if (_withdrawals.Any && Withdrew(view, header))
            return;
        var allowed = view.Find(EventField.Allowed) is { Length: 2 } bits ? BinaryPrimitives.ReadUInt16LittleEndian(bits) : (ushort)0;
        foreach (var field in view)
        {
            if (field.Field == EventField.Item)
                Learn(header, field.ItemKeys, weight, allowed);
        }
    }

    // By the key of the event, and by that of its user id: somebody may have said no where only that was known.
    private bool Withdrew(in EventView view, in EventHeader header)
    {
        if (!_withdrawals.Holds((header.Workspace, header.Person.Low))
            && (UserOf(view, header) is not { IsNone: false } user || !_withdrawals.Holds((header.Workspace, user.Low))))
            return false;
        _sessions.Forget((header.Workspace, DeviceOf(header)));
        return true;
    }

    private PersonKey UserOf(in EventView view, in EventHeader header) =>
        view.Find(EventField.UserId) is { IsEmpty: false } user && workspaces?.Invoke(new WorkspaceId(header.Workspace)) is { } workspace
            ? PersonKey.Of(workspace, KeyDomain.UserId, user)
            : PersonKey.None;

    private static ulong DeviceOf(in EventHeader header) => header.Device != 0 ? header.Device : header.Person.Low;

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

    /// <summary>The form of the state: a version and all settings that shape it. A state of another form is learned again instead.</summary>
    public string StateForm => string.Create(CultureInfo.InvariantCulture,
        $"clicks 1 silence {options.SilenceMax} open {options.OpenSessionsMax} messages {options.RememberedMessages} withdrawals {options.WithdrawalsMax} weights {options.ViewWeight} {options.ClickWeight} {options.CartWeight} {options.OrderWeight}; {registry.StateForm}");

    /// <summary>Begins to hold on to all that was learned, while more is. After <see cref="Settle"/>; complete when <see cref="FreezeMore"/> says so.</summary>
    public FrozenReader Freeze() => new(
        [.. registry.Learners.Select(static one => (one.Workspace, one.Learner.Freeze()))], _messages.Freeze(), _withdrawals.Freeze(), _sessions.Freeze(), Clicks);

    /// <summary>Holds on to some more of the open sessions.</summary>
    /// <param name="most">How many to look at.</param>
    /// <returns>Whether there are more.</returns>
    public bool FreezeMore(int most) => _sessions.FreezeMore(most);

    /// <summary>Takes up what was written. Only while nothing was learned; nothing is shown before all of it was read.</summary>
    /// <param name="from">The state, of this <see cref="StateForm"/>.</param>
    /// <exception cref="InvalidDataException">It is none; this reader is of no more use.</exception>
    public void Restore(StateReader from)
    {
        var learners = new Dictionary<uint, SessionLearner>();
        for (var left = from.Read<int>(); left > 0; left--)
        {
            var learner = registry.Make();
            learners.Add(from.Read<uint>(), learner);
            learner.Restore(from);
        }
        _messages.Restore(from);
        _withdrawals.Restore(from);
        _sessions.Restore(from, workspace => learners.TryGetValue(workspace, out var learner)
            ? learner : throw new InvalidDataException($"Workspace {workspace} has open sessions and no models."));
        Clicks = from.Read<long>();
        foreach (var (workspace, learner) in learners)
            registry.Adopt(workspace, learner);
    }

    private void Learn(in EventHeader header, (ItemKey Item, SymbolKey Category) keys, float weight, ushort allowed)
    {
        var (item, category) = keys;
        if (item.IsNone)
            return;
        var learner = LearnerOf(header.Workspace);
        Clicks++;
        var session = _sessions.Of((header.Workspace, DeviceOf(header)), learner, header.HappenedAtMs);
        var number = learner.Models.Items.FindOrAdd(item, category);
        if (header.HappenedAtMs < session.LastAtMs - _silenceMs || IsEcho(session, header.Code, number))
            learner.Weigh(number, category, header.HappenedAtMs, weight, allowed);
        else
            learner.Click(session.Session, number, category, header.HappenedAtMs, weight, allowed);
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

using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>One person's events as the clients know them. All members may be called from any thread.</summary>
internal sealed class PersonAccount
{
    private readonly Dictionary<string, (EventDraft Draft, bool Acknowledged)> _events = [];

    /// <summary>How many events were acknowledged.</summary>
    public int AcknowledgedCount
    {
        get
        {
            lock (_events)
                return _events.Values.Count(e => e.Acknowledged);
        }
    }

    /// <summary>How many events were sent.</summary>
    public int SentCount
    {
        get
        {
            lock (_events)
                return _events.Count;
        }
    }

    /// <summary>Notes an event that is about to be sent.</summary>
    /// <returns>Whether it is new.</returns>
    public bool NoteSent(EventDraft draft)
    {
        lock (_events)
            return _events.TryAdd(draft.MessageId, (draft, false));
    }

    /// <summary>Notes that an event was acknowledged.</summary>
    /// <returns>Whether it is the first time.</returns>
    public bool NoteAcknowledged(string messageId)
    {
        lock (_events)
        {
            var (draft, before) = _events[messageId];
            _events[messageId] = (draft, true);
            return !before;
        }
    }

    /// <summary>All events by message id, as of now.</summary>
    public IReadOnlyDictionary<string, (EventDraft Draft, bool Acknowledged)> All()
    {
        lock (_events)
            return new Dictionary<string, (EventDraft, bool)>(_events);
    }
}

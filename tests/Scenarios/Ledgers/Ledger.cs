using System.Collections.Concurrent;
using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>What the clients know for themselves: each event they sent, and whether the server took responsibility for it.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, PersonAccount> _people = new();
    private long _acknowledged;
    private long _sent;

    /// <summary>Everybody who was written of.</summary>
    public IReadOnlyCollection<string> People => [.. _people.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Events sent, each once however often.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Events acknowledged, each once however often.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>The account of one person.</summary>
    public PersonAccount Of(string person) => _people.GetOrAdd(person, _ => new PersonAccount());

    /// <summary>Notes an event before it is sent for the first time.</summary>
    public void NoteSent(EventDraft draft)
    {
        if (Of(draft.Person).NoteSent(draft))
            Interlocked.Increment(ref _sent);
    }

    /// <summary>Notes that the server said yes to an event.</summary>
    public void NoteAcknowledged(EventDraft draft)
    {
        if (Of(draft.Person).NoteAcknowledged(draft.MessageId))
            Interlocked.Increment(ref _acknowledged);
    }
}

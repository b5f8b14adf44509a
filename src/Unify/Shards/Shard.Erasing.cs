using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <content>How people are forgotten.</content>
public sealed partial class Shard
{
    private HashSet<PersonId> _erased = [];
    private HashSet<PersonId> _erasing = [];

    // A mark forgets its person; from the next record on they are new. What stands where an event was erased is a message that has been seen.
    private void Erase(in EventHeader header)
    {
        if (header.Person.IsNone)
        {
            if (header.Message != default)
                _repeats.Add(header.Message, header.ReceivedAtMs);
            return;
        }

        var id = new PersonId(header.Workspace, header.Person);
        var unheardSince = header.HappenedAtMs < header.ReceivedAtMs ? header.HappenedAtMs : long.MaxValue;
        if (Find(id) is { } person && person.LastSeenAtMs < unheardSince)
            Forget(person);
    }

    private void Forget(Person person)
    {
        _hot.Remove(person);
        if (person.Dirty)
            _dirty.Remove(person);
        _erased.Add(person.Id);
        foreach (var link in _freshLinks.Where(link => link.Value.Person == person.Id.Key || link.Value.User == person.Id.Key).ToArray())
            _freshLinks.Remove(link.Key);
    }

    // Forgotten, and still in the store until the next checkpoint is there.
    private bool IsErased(PersonId id) => _erased.Contains(id) || _erasing.Contains(id);

    private List<PersonId> TakeErased()
    {
        (_erasing, _erased) = (_erased, _erasing);
        return [.. _erasing];
    }
}

using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>The people of one partition that are in memory. Bounded: a clock's hand finds one not used of late; changed ones stay until stored.</summary>
/// <remarks>Corbató, "A paging experiment with the Multics system", 1968.</remarks>
/// <param name="max">Most people.</param>
internal sealed class HotSet(int max)
{
    private readonly Dictionary<PersonId, Person> _people = [];
    private readonly List<Person> _ring = [];
    private int _hand;

    public int Count => _people.Count;

    /// <summary>Whether there are more than allowed because too many wait for a checkpoint.</summary>
    public bool IsOver => _people.Count > max;

    public IEnumerable<Person> All => _ring;

    public Person? Find(PersonId id)
    {
        if (!_people.TryGetValue(id, out var person))
            return null;
        person.Used = true;
        return person;
    }

    /// <summary>Adds somebody who is not here, and lets somebody go when there are too many.</summary>
    public void Add(Person person)
    {
        person.Used = true;
        _people.Add(person.Id, person);
        _ring.Add(person);
        if (_people.Count > max)
            Evict(person);
    }

    /// <summary>Lets people go until the bound holds, or all that are left are changed.</summary>
    /// <param name="keep">Somebody about to be used, who stays.</param>
    public void Evict(Person? keep = null)
    {
        for (var steps = 2 * _ring.Count; _people.Count > max && steps > 0; steps--)
        {
            if (_hand >= _ring.Count)
                _hand = 0;
            var person = _ring[_hand];
            if (person.Dirty || person.Saving || person.Used || person == keep)
            {
                person.Used = false;
                _hand++;
                continue;
            }

            Remove(_hand);
        }
    }

    /// <summary>Takes somebody out who is here.</summary>
    public void Remove(Person person) => Remove(_ring.IndexOf(person));

    private void Remove(int at)
    {
        _people.Remove(_ring[at].Id);
        _ring[at] = _ring[^1];
        _ring.RemoveAt(_ring.Count - 1);
    }
}

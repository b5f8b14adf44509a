using System.Collections.Concurrent;
using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>Which person a user id leads to, as events have said so far: hints for routing, in memory. The shard's state is the truth.</summary>
/// <param name="max">Most links.</param>
/// <remarks>
/// Two tables: when the young one holds half the bound it becomes the old one, and the old one is forgotten; a link said again moves to
/// the young one. So what leaves is what was not renewed for longest, about.
/// </remarks>
public sealed class Links(int max)
{
    private readonly Lock _turning = new();
    private long _offered;
    private volatile ConcurrentDictionary<PersonId, Link> _young = new();
    private volatile ConcurrentDictionary<PersonId, Link> _old = new();

    /// <summary>How many links there are.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The person a user id leads to, or none.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="user">Key of the user id.</param>
    public PersonKey Find(uint workspace, PersonKey user)
    {
        var id = new PersonId(workspace, user);
        return _young.TryGetValue(id, out var link) || _old.TryGetValue(id, out link) ? link.Person : default;
    }

    /// <summary>Takes what an event said, unless a later one is known.</summary>
    /// <param name="link">The link.</param>
    /// <param name="before">What was known, or a link to nobody.</param>
    /// <returns>Whether it was news: another person or a later time.</returns>
    public bool Offer(Link link, out Link before)
    {
        var id = new PersonId(link.Workspace, link.User);
        if (!_young.TryGetValue(id, out before) && !_old.TryGetValue(id, out before))
            before = default;
        if (!before.Person.IsNone && !link.Outdoes(before))
            return false;
        var young = _young;
        young.AddOrUpdate(id, static (_, link) => link, static (_, known, link) => link.Outdoes(known) ? link : known, link);
        if (Interlocked.Increment(ref _offered) % 1024 == 0 && young.Count > max / 2) // Counting locks the whole table.
            Turn(young);
        return true;
    }

    /// <summary>Forgets all links to or from people.</summary>
    /// <param name="people">Who.</param>
    public void Forget(IReadOnlySet<PersonId> people)
    {
        foreach (var table in (ReadOnlySpan<ConcurrentDictionary<PersonId, Link>>)[_young, _old])
        {
            foreach (var link in table)
                if (people.Contains(link.Key) || people.Contains(new PersonId(link.Value.Workspace, link.Value.Person)))
                    table.TryRemove(link);
        }
    }

    private void Turn(ConcurrentDictionary<PersonId, Link> full)
    {
        lock (_turning)
        {
            if (!ReferenceEquals(_young, full))
                return;
            _old = full;
            _young = new ConcurrentDictionary<PersonId, Link>();
        }
    }
}

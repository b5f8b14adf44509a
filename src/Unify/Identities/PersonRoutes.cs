using System.Collections.Concurrent;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>Routes by the links that shards hold and by those just captured, which their shards are yet to see.</summary>
/// <param name="links">What shards hold.</param>
internal sealed class PersonRoutes(Links links) : IPersonRoutes
{
    private const int RecentMax = 65_536;
    private ConcurrentDictionary<PersonId, Link> _recent = new();
    private int _noted;

    /// <inheritdoc/>
    public PersonKey Find(WorkspaceId workspace, PersonKey user)
    {
        var held = links.Find(workspace.Value, user);
        if (_recent.TryGetValue(new PersonId(workspace.Value, user), out var recent) && recent.Person != held)
            return recent.Person;
        return held.IsNone ? user : held;
    }

    /// <summary>Forgets what was captured last; what is asked for again comes from the shards.</summary>
    public void Forget() => _recent = new ConcurrentDictionary<PersonId, Link>();

    /// <inheritdoc/>
    public void Note(WorkspaceId workspace, PersonKey user, PersonKey person, long atMs)
    {
        var id = new PersonId(workspace.Value, user);
        if (links.Find(workspace.Value, user) == person && !_recent.ContainsKey(id))
            return;
        var link = new Link(workspace.Value, user, person, atMs);
        _recent.AddOrUpdate(id, static (_, link) => link,
            static (_, known, link) => link.Outdoes(known) ? link : known, link);
        // By the time so many more have come, the shards have long seen the first.
        if (Interlocked.Increment(ref _noted) % RecentMax == 0)
            _recent = new ConcurrentDictionary<PersonId, Link>();
    }
}

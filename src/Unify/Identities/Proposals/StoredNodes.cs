using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Reads identifiers from the store, past the shards: slower, but nobody who is in memory has to go for it, and no request waits.</summary>
/// <param name="store">Where people are kept; as of the last checkpoint.</param>
/// <param name="partitions">How many partitions there are.</param>
/// <param name="workspace">Number of the workspace.</param>
/// <param name="options">How people are stored.</param>
internal sealed class StoredNodes(IPeopleStore store, int partitions, uint workspace, PeopleOptions options)
{
    /// <summary>What is stored under one identifier.</summary>
    /// <param name="key">The identifier.</param>
    /// <param name="users">When it is a device: users whose doings on it are wanted, besides those of the one it leads to.</param>
    public NodeReading Read(PersonKey key, PersonKey[] users)
    {
        if (Stored(key, key) is not { } state)
            return new NodeReading { Key = key };
        var person = PersonCode.Read(new PersonId(workspace, key), state, options);
        var wanted = person.Links.Where(static link => link.Kind == Govern.Workspaces.KeyDomain.UserId && link.IsSaid).Select(static link => link.Other).Concat(users).Distinct();
        return new NodeReading
        {
            Key = key,
            Kind = person.Kind,
            Links = person.Links,
            Periods = person.Periods,
            State = state,
            Parts = person.Kind != Govern.Workspaces.KeyDomain.AnonymousId ? []
                : [.. wanted.Select(user => (User: user, State: Stored(key, PartKeys.Of(key, user)))).Where(static part => part.State is not null).Select(static part => new UserPart(part.User, part.State!))],
        };
    }

    private byte[]? Stored(PersonKey home, PersonKey key) => store.Read(home.Partition(partitions), new PersonId(workspace, key));
}

using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Identities;

/// <summary>Puts nobody together from two parts at the start, so that the first visitor of two identifiers does not wait for the compiler.</summary>
internal static class JoinRehearsal
{
    private const int Times = 40;

    /// <summary>Rehearses. Nothing is kept.</summary>
    public static void Play(ShardSettings settings)
    {
        var (device, user) = (new PersonKey(1, 2), new PersonKey(3, 4));
        for (var i = 0; i < Times; i++)
        {
            var unnamed = Node(device, KeyDomain.AnonymousId, user, KeyDomain.UserId, settings);
            var named = Node(user, KeyDomain.UserId, device, KeyDomain.AnonymousId, settings);
            var walk = new IdentityWalk((key, _) => new(key == device ? unnamed : named), settings.Identities);
            var tree = walk.From(unnamed).AsTask().GetAwaiter().GetResult();
            var parts = PersonJoin.PartsOf(tree, 0, null, settings.People, settings.Identities);
            var person = PersonJoin.Of(new PersonId(0, tree.Root), parts, settings.People, settings.Sessions);
            _ = new SnapshotBuilder(settings.Sessions, settings.People).Of(person, 1, 2_000, 0);
        }
    }

    private static NodeReading Node(PersonKey key, KeyDomain kind, PersonKey other, KeyDomain otherKind, ShardSettings settings)
    {
        var person = new Person(new PersonId(0, key)) { Kind = kind, Events = 2, FirstSeenAtMs = 1, LastSeenAtMs = 1_000, FirstReceivedAtMs = 1 };
        person.Links = [IdentityLink.Of(new LinkMention(kind, other, otherKind, LinkStatement.Said, LinkRole.None), 1)];
        PersonChanges.Identify(person, IdentifierType.AnonymousId, "rehearsal"u8, 1, settings.People);
        PersonChanges.Set(person, "rehearsal", "true", 1, settings.People);
        PersonChanges.Count(person, EventCode.ProductViewed);
        Touch[] touches = [new Touch { AtMs = 1_000, Item = new ItemKey(1), Code = EventCode.ProductViewed, Quantity = 1, Price = 1 }];
        Sessionizer.Add(person, new Happening { Device = key.Low, AtMs = 1_000, Message = 1, Touches = touches }, settings.Sessions, settings.People);
        var writer = new BlobWriter();
        PersonCode.Write(person, writer);
        return new NodeReading { Key = key, Kind = kind, Links = person.Links, State = writer.Written.ToArray() };
    }
}

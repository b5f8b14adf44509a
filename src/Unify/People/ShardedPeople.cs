using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers.Foldings;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Finds people at the shards that own their identifiers, and puts together whom links join.</summary>
/// <param name="partitions">How many there are.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="settings">How people are put together.</param>
/// <param name="clock">The time of reading.</param>
/// <param name="readsProbable">Whether any purpose takes probable links: else nobody is looked for who is only probably the same.</param>
internal sealed class ShardedPeople(int partitions, Func<int, IShardGrain> shards, ShardSettings settings, TimeProvider clock, bool readsProbable = false) : IPeople
{
    private readonly IShardGrain[] _shards = [.. Enumerable.Range(0, partitions).Select(shards)];
    private readonly SnapshotBuilder _snapshots = new(settings.Sessions, settings.People);

    /// <inheritdoc/>
    public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default)
    {
        var reading = Node(workspace, visitor);
        if (!reading.IsCompletedSuccessfully)
            return Patient(Late(reading, workspace, visitor), cancel);
        var node = reading.Result;
        return node.Alone is { } alone ? new(alone) : Patient(Joined(node, workspace, visitor), cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default)
    {
        var node = await Node(workspace, visitor);
        if (node.Alone is null)
        {
            var (tree, _, _) = await Trees(node, workspace, visitor);
            return ProbableWalk.HasAny(tree) ? tree with { Probable = await Probable(tree, workspace, settings.Identities.LinksMax) } : tree;
        }

        return new IdentityTree(node.Key, [new IdentityMember(Kinded(node, visitor.Device == 0 ? KeyDomain.UserId : KeyDomain.AnonymousId), PersonKey.None, 0, IsShared: false)], IsCut: false);
    }

    /// <inheritdoc/>
    public ValueTask<NodeReading> Node(WorkspaceId workspace, PersonKey key) => Shard(key).ReadNode(workspace.Value, key, 0, []);

    /// <inheritdoc/>
    public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId)
    {
        anonymousId = IdentifierText.Trim(anonymousId);
        userId = IdentifierText.Trim(userId);
        var user = userId.IsEmpty ? PersonKey.None : KeyOf(workspace, KeyDomain.UserId, userId);
        return anonymousId.IsEmpty
            ? new VisitorKeys(user, 0)
            : new VisitorKeys(KeyOf(workspace, KeyDomain.AnonymousId, anonymousId), workspace.Hash64(KeyDomain.AnonymousId, anonymousId), user);
    }

    private async ValueTask<PersonSnapshot> Late(ValueTask<NodeReading> reading, WorkspaceId workspace, VisitorKeys visitor)
    {
        var node = await reading;
        return node.Alone ?? await Joined(node, workspace, visitor);
    }

    private async ValueTask<PersonSnapshot> Joined(NodeReading node, WorkspaceId workspace, VisitorKeys visitor)
    {
        var (tree, asked, user) = await Trees(node, workspace, visitor);
        var parts = PersonJoin.PartsOf(tree, workspace.Value, asked, settings.People, settings.Identities);
        var person = PersonJoin.Of(new PersonId(workspace.Value, tree.Root), parts, settings.People, settings.Sessions);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var snapshot = _snapshots.Of(person, visitor.Device, nowMs, node.Position) with
        {
            Bucketing = node.Bucketing,
            UserBucketing = user,
            Accounts = Linked(tree, KeyDomain.Group),
            Domains = Linked(tree, KeyDomain.Domain),
        };
        if (!ProbableWalk.HasAny(tree))
            return snapshot;
        var others = readsProbable ? await Probable(tree, workspace, settings.Identities.ProbableMax) : [];
        return snapshot with
        {
            HasProbable = true,
            Probable = others.Count == 0 ? null : new ProbableReading(person, snapshot, [.. others.Select(other => Joined(other.Tree, workspace))], _snapshots, settings.People, visitor.Device, nowMs),
        };
    }

    private ValueTask<IReadOnlyList<ProbablePerson>> Probable(IdentityTree tree, WorkspaceId workspace, int most) =>
        new ProbableWalk((key, users) => Shard(key).ReadNode(workspace.Value, key, 0, users), settings.Identities).From(tree, most);

    private Person Joined(IdentityTree tree, WorkspaceId workspace)
    {
        var person = PersonJoin.Of(new PersonId(workspace.Value, tree.Root), PersonJoin.PartsOf(tree, workspace.Value, null, settings.People, settings.Identities), settings.People, settings.Sessions);
        foreach (var session in person.Live)
            session!.IsProbable = true;
        return person;
    }

    private static PersonKey[] Linked(IdentityTree tree, KeyDomain kind)
    {
        List<IdentityLink>? found = null;
        foreach (var member in tree.Members)
        {
            foreach (ref readonly var link in member.Node.Links.AsSpan())
            {
                if (link.Kind == kind && link.IsActive && !member.IsShared)
                    (found ??= []).Add(link);
            }
        }

        return found is null ? [] : [.. found.OrderBy(static link => link.SinceMs).ThenBy(static link => link.Other).Select(static link => link.Other).Distinct()];
    }

    // Who names a user is that user, on whatever device. A device that is nobody's yet comes along.
    private async ValueTask<(IdentityTree Tree, NodeReading? Asked, BucketingKey User)> Trees(NodeReading node, WorkspaceId workspace, VisitorKeys visitor)
    {
        var walk = new IdentityWalk((key, users) => Shard(key).ReadNode(workspace.Value, key, visitor.Device, users), settings.Identities);
        node = Kinded(node, visitor.Device == 0 ? KeyDomain.UserId : KeyDomain.AnonymousId);
        if (visitor.User.IsNone)
            return (await walk.From(node), null, default);
        var user = await Shard(visitor.User).ReadNode(workspace.Value, visitor.User, 0, []);
        return (await walk.From(Kinded(user, KeyDomain.UserId)), node, user.Bucketing);
    }

    private ValueTask<NodeReading> Node(WorkspaceId workspace, VisitorKeys visitor) =>
        Shard(visitor.Key).ReadNode(workspace.Value, visitor.Key, visitor.Device, visitor.User.IsNone ? null : [visitor.User]);

    private IShardGrain Shard(PersonKey key) => _shards[key.Partition(_shards.Length)];

    // Nobody has told an identifier without links of what kind it is.
    private static NodeReading Kinded(NodeReading node, KeyDomain kind) => node.Kind == default ? node with { Kind = kind } : node;

    private static ValueTask<PersonSnapshot> Patient(ValueTask<PersonSnapshot> read, CancellationToken cancel) =>
        read.IsCompleted || !cancel.CanBeCanceled ? read : new(read.AsTask().WaitAsync(cancel));

    private static PersonKey KeyOf(Workspace workspace, KeyDomain domain, ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        return PersonKey.Of(workspace, domain, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Finds people at the shards that own their identifiers, and puts together whom links join.</summary>
/// <param name="partitions">How many there are.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="settings">How people are put together.</param>
/// <param name="clock">The time of reading.</param>
internal sealed class ShardedPeople(int partitions, Func<int, IShardGrain> shards, ShardSettings settings, TimeProvider clock) : IPeople
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
        return node.Alone is null
            ? (await Trees(node, workspace, visitor)).Tree
            : new IdentityTree(node.Key, [new IdentityMember(Kinded(node, visitor.Device == 0 ? KeyDomain.UserId : KeyDomain.AnonymousId), PersonKey.None, 0, IsShared: false)], IsCut: false);
    }

    /// <inheritdoc/>
    public ValueTask<NodeReading> Node(WorkspaceId workspace, PersonKey key) => Shard(key).ReadNode(workspace.Value, key, 0, []);

    /// <inheritdoc/>
    public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId)
    {
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
        var (tree, asked) = await Trees(node, workspace, visitor);
        var parts = PersonJoin.PartsOf(tree, workspace.Value, asked, settings.People, settings.Identities);
        var person = PersonJoin.Of(new PersonId(workspace.Value, tree.Root), parts, settings.People, settings.Sessions);
        return _snapshots.Of(person, visitor.Device, clock.GetUtcNow().ToUnixTimeMilliseconds(), node.Position);
    }

    // Who names a user is that user, on whatever device. A device that is nobody's yet comes along.
    private async ValueTask<(IdentityTree Tree, NodeReading? Asked)> Trees(NodeReading node, WorkspaceId workspace, VisitorKeys visitor)
    {
        var walk = new IdentityWalk((key, users) => Shard(key).ReadNode(workspace.Value, key, visitor.Device, users), settings.Identities);
        node = Kinded(node, visitor.Device == 0 ? KeyDomain.UserId : KeyDomain.AnonymousId);
        if (visitor.User.IsNone)
            return (await walk.From(node), null);
        var user = await Shard(visitor.User).ReadNode(workspace.Value, visitor.User, 0, []);
        return (await walk.From(Kinded(user, KeyDomain.UserId)), node);
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

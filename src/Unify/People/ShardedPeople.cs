using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Finds people at the shards that own them.</summary>
/// <param name="partitions">How many there are.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="routes">Which person a user id leads to.</param>
internal sealed class ShardedPeople(int partitions, Func<int, IShardGrain> shards, IPersonRoutes routes) : IPeople
{
    private readonly IShardGrain[] _shards = [.. Enumerable.Range(0, partitions).Select(shards)];

    /// <inheritdoc/>
    public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, PersonKey person, ulong device, CancellationToken cancel = default)
    {
        var read = _shards[person.Partition(_shards.Length)].Read(workspace.Value, person, device);
        return read.IsCompleted || !cancel.CanBeCanceled ? read : new(read.AsTask().WaitAsync(cancel));
    }

    /// <inheritdoc/>
    public (PersonKey Person, ulong Device) Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId)
    {
        if (!anonymousId.IsEmpty)
            return (KeyOf(workspace, KeyDomain.AnonymousId, anonymousId), workspace.Hash64(KeyDomain.AnonymousId, anonymousId));
        if (userId.IsEmpty)
            return (PersonKey.None, 0);
        return (routes.Find(workspace.Id, KeyOf(workspace, KeyDomain.UserId, userId)), 0);
    }

    private static PersonKey KeyOf(Workspace workspace, KeyDomain domain, ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        return PersonKey.Of(workspace, domain, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

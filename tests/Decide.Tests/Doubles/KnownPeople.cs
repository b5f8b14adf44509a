using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>People in memory, who can be slow or out of reach.</summary>
public sealed class KnownPeople : IPeople
{
    private readonly Dictionary<(WorkspaceId, PersonKey), PersonSnapshot> _people = [];

    public int Reads { get; private set; }

    /// <summary>When set, a read ends with it.</summary>
    public TaskCompletionSource<PersonSnapshot>? Stuck { get; set; }

    public Exception? Failure { get; set; }

    public Exception? RouteFailure { get; set; }

    public void Put(Workspace workspace, string anonymousId, Func<PersonSnapshot, PersonSnapshot> with)
    {
        var key = Key(workspace, anonymousId);
        _people[(workspace.Id, key)] = with(PersonSnapshot.Unknown(workspace.Id, key, 7));
    }

    public static PersonKey Key(Workspace workspace, string anonymousId) =>
        PersonKey.Of(workspace, KeyDomain.AnonymousId, Encoding.UTF8.GetBytes(anonymousId));

    public static PersonKey UserKey(Workspace workspace, string userId) => PersonKey.Of(workspace, KeyDomain.UserId, Encoding.UTF8.GetBytes(userId));

    public static ulong Device(Workspace workspace, string anonymousId) => workspace.Hash64(KeyDomain.AnonymousId, anonymousId);

    public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default)
    {
        Reads++;
        if (Failure is not null)
            return ValueTask.FromException<PersonSnapshot>(Failure);
        if (Stuck is not null)
            return new(Stuck.Task);
        return new(_people.TryGetValue((workspace, visitor.Key), out var found) ? found : PersonSnapshot.Unknown(workspace, visitor.Key, 7));
    }

    public ValueTask<IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default) =>
        new(new IdentityTree(visitor.Key, [], IsCut: false));

    public ValueTask<NodeReading> Node(WorkspaceId workspace, PersonKey key) => new(new NodeReading { Key = key });

    public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId)
    {
        if (RouteFailure is not null)
            throw RouteFailure;
        if (!anonymousId.IsEmpty)
            return new VisitorKeys(Key(workspace, anonymousId.ToString()), Device(workspace, anonymousId.ToString()), userId.IsEmpty ? default : UserKey(workspace, userId.ToString()));
        return userId.IsEmpty ? default : new VisitorKeys(UserKey(workspace, userId.ToString()), 0);
    }
}

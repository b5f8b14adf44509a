using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>Reads people for all later stages: what it answers is sealed, and every look at it names its purpose. The only way to a person from outside of Unify.</summary>
/// <param name="people">Finds people.</param>
public sealed class PurposeReading(IPeople people)
{
    /// <summary>Reads a person as of all that was acknowledged before. See <see cref="IPeople.Read"/>.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who; see <see cref="Route"/>.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<SealedPerson> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default)
    {
        var read = people.Read(workspace, visitor, cancel);
        return read.IsCompletedSuccessfully ? new(new SealedPerson(read.Result)) : Later(read);
    }

    /// <summary>The keys to read somebody by. See <see cref="IPeople.Route"/>.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="anonymousId">Anonymous id, or empty.</param>
    /// <param name="userId">User id, or empty.</param>
    public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId) =>
        people.Route(workspace, anonymousId, userId);

    private static async ValueTask<SealedPerson> Later(ValueTask<PersonSnapshot> read) => new(await read);
}

using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>Finds people. The only remote call of a decision.</summary>
public interface IPeople
{
    /// <summary>Reads a person as of all that was in their partitions when the read arrived: whatever was acknowledged before is in it.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who; see <see cref="Route"/>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Never null: somebody unknown has an empty snapshot.</returns>
    ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default);

    /// <summary>The identifiers that are one person's.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default);

    /// <summary>What is known under one identifier, an account's or a domain's among them.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="key">Its key.</param>
    ValueTask<NodeReading> Node(WorkspaceId workspace, PersonKey key);

    /// <summary>The keys to read somebody by.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="anonymousId">Anonymous id, or empty.</param>
    /// <param name="userId">User id, or empty.</param>
    VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId);
}

using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>Finds people. The only remote call of a decision.</summary>
public interface IPeople
{
    /// <summary>Reads a person as of all that was in their partition when the read arrived: whatever was acknowledged before is in it.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="person">Their key; see <see cref="Route"/>.</param>
    /// <param name="device">The device whose session is the current one, or zero for the latest of any.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Never null: somebody unknown has an empty snapshot.</returns>
    ValueTask<PersonSnapshot> Read(WorkspaceId workspace, PersonKey person, ulong device, CancellationToken cancel = default);

    /// <summary>The key to read somebody by: the anonymous id if there is one, else the user id through the links that <c>identify</c> made.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="anonymousId">Anonymous id, or empty.</param>
    /// <param name="userId">User id, or empty.</param>
    /// <returns>The person, or <see cref="PersonKey.None"/> when both are empty; and the device, or zero.</returns>
    (PersonKey Person, ulong Device) Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId);
}

using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Where events without an anonymous id go: to the person that earlier events linked the user id to, if any. A later stage knows.</summary>
/// <remarks>Called for every event with a user id: both members answer at once, from memory.</remarks>
public interface IPersonRoutes
{
    /// <summary>The person a user id leads to, or the user id's own key.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="user">Key of the user id.</param>
    PersonKey Find(WorkspaceId workspace, PersonKey user);

    /// <summary>Notes that an event names both, before its shard has seen it: the next event may follow at once.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="user">Key of the user id.</param>
    /// <param name="person">Key of the anonymous id.</param>
    /// <param name="atMs">When it happened, ms since 1970 UTC.</param>
    void Note(WorkspaceId workspace, PersonKey user, PersonKey person, long atMs);
}

/// <summary>Every identifier is its own person.</summary>
internal sealed class NoPersonRoutes : IPersonRoutes
{
    public PersonKey Find(WorkspaceId workspace, PersonKey user) => user;

    public void Note(WorkspaceId workspace, PersonKey user, PersonKey person, long atMs)
    {
    }
}

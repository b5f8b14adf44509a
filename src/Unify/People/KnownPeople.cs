using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Says of identifiers that were read whether anybody is known by them.</summary>
internal static class KnownPeople
{
    /// <summary>Whether any event came by them: being linked alone makes nobody known.</summary>
    /// <param name="tree">The identifiers of a person.</param>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="settings">How people are put together.</param>
    public static bool IsKnown(this IdentityTree tree, WorkspaceId workspace, ShardSettings settings) =>
        tree.Members.Any(static member => member.Node.Alone?.Events > 0) || PersonJoin.PartsOf(tree, workspace.Value, null, settings.People, settings.Identities).Exists(static part => part.State.Events > 0);
}

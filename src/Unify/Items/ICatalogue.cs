using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>The items of every workspace, in memory on every node: a view of the journal.</summary>
public interface ICatalogue
{
    /// <summary>Finds an item; null when it was never put or mentioned, or was deleted. Takes no lock, allocates nothing.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="item">Its key.</param>
    Item? Find(WorkspaceId workspace, ItemKey item);

    /// <summary>The text of a category or brand that some item bears; null when none does.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="symbol">Its key.</param>
    string? Text(WorkspaceId workspace, SymbolKey symbol);

    /// <summary>How many items a workspace has.</summary>
    /// <param name="workspace">Which.</param>
    int Count(WorkspaceId workspace);
}

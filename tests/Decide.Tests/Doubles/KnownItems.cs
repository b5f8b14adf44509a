using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>A catalogue in memory.</summary>
public sealed class KnownItems : ICatalogue
{
    private readonly Dictionary<(WorkspaceId, ItemKey), Item> _items = [];
    private readonly Dictionary<(WorkspaceId, SymbolKey), string> _texts = [];

    public ItemKey Put(Workspace workspace, string id, string? name = null, string? category = null, bool available = true)
    {
        var key = new ItemKey(workspace.Hash64(KeyDomain.Item, id));
        var symbol = category is null ? default : Symbol(workspace, category);
        _items[(workspace.Id, key)] = new Item { Key = key, Id = id, Name = name, Category = category, CategoryKey = symbol, Available = available };
        if (category is not null)
            _texts[(workspace.Id, symbol)] = category;
        return key;
    }

    public static SymbolKey Symbol(Workspace workspace, string category) => new(workspace.Hash64(KeyDomain.Symbol, category.ToLowerInvariant()));

    public Item? Find(WorkspaceId workspace, ItemKey item) => _items.GetValueOrDefault((workspace, item));

    public string? Text(WorkspaceId workspace, SymbolKey symbol) => _texts.GetValueOrDefault((workspace, symbol));

    public IEnumerable<Item> All(WorkspaceId workspace) => _items.Where(pair => pair.Key.Item1 == workspace).Select(pair => pair.Value);

    public int Count(WorkspaceId workspace) => _items.Keys.Count(key => key.Item1 == workspace);
}

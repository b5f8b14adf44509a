using System.Collections.Concurrent;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>All items of all workspaces. Applied by one thread, read by any without a lock.</summary>
/// <param name="workspaces">Finds a workspace, for the keys of explicit items.</param>
/// <param name="options">Bounds.</param>
internal sealed class Catalogue(Func<WorkspaceId, Workspace?> workspaces, ItemOptions options) : ICatalogue
{
    private readonly ConcurrentDictionary<uint, WorkspaceItems> _items = new();
    private readonly List<(uint Workspace, ItemEntry Entry)> _dirty = [];
    private (uint Workspace, WorkspaceItems? Items) _last;
    private string _currency = "";

    /// <summary>Items changed since the last checkpoint.</summary>
    public int Changed => _dirty.Count;

    /// <summary>Records that could not be read; they change nothing.</summary>
    public long Broken { get; private set; }

    /// <inheritdoc/>
    public Item? Find(WorkspaceId workspace, ItemKey item) =>
        _items.TryGetValue(workspace.Value, out var items) ? items.Table.Find(item.Value)?.Item : null;

    /// <inheritdoc/>
    public string? Text(WorkspaceId workspace, SymbolKey symbol) => _items.TryGetValue(workspace.Value, out var items) ? items.Text(symbol) : null;

    /// <inheritdoc/>
    public int Count(WorkspaceId workspace) => _items.TryGetValue(workspace.Value, out var items) ? items.Count : 0;

    /// <summary>All items of a workspace, in no particular order. Takes no lock; items put meanwhile may be missing.</summary>
    public IEnumerable<Item> All(WorkspaceId workspace) =>
        _items.TryGetValue(workspace.Value, out var items) ? items.Table.All.Select(static entry => entry.Item).OfType<Item>() : [];

    /// <summary>The items of one workspace, begun when there are none.</summary>
    public WorkspaceItems Of(uint workspace) => _items.GetOrAdd(workspace, _ => new WorkspaceItems(options.ItemsMax));

    /// <summary>Puts back what was stored. The keys of its words are made anew: an older version may have made them of words as they were sent.</summary>
    public void Restore(uint workspace, ItemEntry entry, Item? item)
    {
        if (item is not null && workspaces(new WorkspaceId(workspace)) is { } known)
            item = item with { CategoryKey = SymbolKey.Of(known, item.Category), BrandKey = SymbolKey.Of(known, item.Brand) };
        Of(workspace).Restore(entry, item);
    }

    /// <summary>Applies one record.</summary>
    public void Apply(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return; // Erased.
        try
        {
            var view = new EventView(payload);
            var header = view.Header;
            if (header.Kind == EventKind.ItemPut)
                Put(header, view);
            else if (header.Kind == EventKind.ItemDeleted && Of(header.Workspace).Table.Find(header.Person.Low) is not null)
                Note(header.Workspace, Of(header.Workspace).Delete(new ItemKey(header.Person.Low)));
            else if (header.Kind != EventKind.Decision && (header.Flags & EventFlags.Bot) == 0)
                Learn(header, view);
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            Broken++; // The shard of that partition has it set aside, with its reason.
        }
    }

    /// <summary>Takes the entries changed since the last checkpoint.</summary>
    public List<(uint Workspace, ItemEntry Entry)> TakeChanged()
    {
        List<(uint, ItemEntry)> changed = [.. _dirty.Where(one => Of(one.Workspace).Table.Find(one.Entry.Key.Value) == one.Entry)];
        foreach (var (_, entry) in _dirty)
            entry.Dirty = false;
        _dirty.Clear();
        return changed;
    }

    /// <summary>Takes the items that left for the bound since the last checkpoint.</summary>
    public List<(uint Workspace, ItemKey Item)> TakeEvicted()
    {
        var evicted = new List<(uint, ItemKey)>();
        foreach (var (workspace, items) in _items)
        {
            evicted.AddRange(items.Evicted.Select(entry => (workspace, entry.Key)));
            items.Evicted.Clear();
        }

        return evicted;
    }

    private void Put(in EventHeader header, EventView view)
    {
        var body = view.Find(EventField.ItemBody);
        if (workspaces(new WorkspaceId(header.Workspace)) is { } workspace
            && ItemBody.TryRead(body, workspace, null, header.HappenedAtMs, out var item, out _))
            Note(header.Workspace, Of(header.Workspace).Put(item));
    }

    private void Learn(in EventHeader header, EventView view)
    {
        string? currency = null;
        var looked = false;
        foreach (var field in view)
        {
            if (field.Field != EventField.Item)
                continue;
            if (!looked)
            {
                var bytes = view.Find(EventField.Currency);
                currency = bytes.Length != 3 || !Ascii.IsValid(bytes) ? null
                    : Ascii.Equals(bytes, _currency) ? _currency : _currency = string.Intern(Encoding.ASCII.GetString(bytes));
                looked = true;
            }

            if (_last.Workspace != header.Workspace)
                _last = (header.Workspace, Of(header.Workspace));
            if (_last.Items!.Learn(field.Item, currency, header.HappenedAtMs) is { } entry)
                Note(header.Workspace, entry);
        }
    }

    private void Note(uint workspace, ItemEntry entry)
    {
        if (entry.Dirty)
            return;
        entry.Dirty = true;
        _dirty.Add((workspace, entry));
    }
}

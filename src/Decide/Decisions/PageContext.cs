using Kairos.Capture.Events;
using Kairos.Decide.Placements;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;

namespace Kairos.Decide.Decisions;

/// <summary>What a page is about, as far as its path, the caller and the catalogue tell.</summary>
/// <param name="Item">The item it shows, or none.</param>
/// <param name="Category">Its category, or that of its item; or none.</param>
/// <param name="Placement">The fresh placement that suits it: for callers that name none.</param>
public readonly record struct PageContext(ItemKey Item, SymbolKey Category, string Placement)
{
    private const int SegmentsMax = 16;

    /// <summary>Finds what a page is about.</summary>
    /// <param name="workspace">Whose page.</param>
    /// <param name="catalogue">The items.</param>
    /// <param name="page">Path or URL, or null.</param>
    /// <param name="category">Category as the caller names it, or null.</param>
    /// <param name="item">Id of the item as the caller names it, or null.</param>
    /// <remarks>
    /// The last segment of the path that is an item's id names the item. The last one that is a category's name names the category:
    /// as it stands, or with its dashes and underscores read as blanks (<c>running-shoes</c>, Running Shoes).
    /// </remarks>
    public static PageContext Of(Workspace workspace, ICatalogue catalogue, ReadOnlySpan<char> page, string? category, string? item)
    {
        var shown = new ItemKey(string.IsNullOrEmpty(item) ? 0 : workspace.Hash64(KeyDomain.Item, item));
        var about = CategoryWords.Key(workspace, category);
        var cart = false;
        Span<Range> segments = stackalloc Range[SegmentsMax];
        var path = PathOf(page);
        var count = path.Split(segments, '/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = count - 1; i >= 0; i--)
        {
            var segment = path[segments[i]];
            if (segment.Contains('%'))
                segment = Uri.UnescapeDataString(segment.ToString());
            cart |= segment.Equals("cart", StringComparison.OrdinalIgnoreCase) || segment.Equals("basket", StringComparison.OrdinalIgnoreCase)
                || segment.Equals("checkout", StringComparison.OrdinalIgnoreCase) || segment.Equals("bag", StringComparison.OrdinalIgnoreCase);
            if (shown.IsNone && i == count - 1)
                shown = Known(catalogue, workspace, new ItemKey(workspace.Hash64(KeyDomain.Item, segment)));
            if (about.IsNone)
                about = Known(catalogue, workspace, segment);
        }

        if (about.IsNone && !shown.IsNone)
            about = catalogue.Find(workspace.Id, shown)?.CategoryKey ?? default;
        var placement = !shown.IsNone ? FreshPlacements.Item : cart ? FreshPlacements.Cart : !about.IsNone ? FreshPlacements.Category : FreshPlacements.Home;
        return new PageContext(shown, about, placement);
    }

    /// <summary>The path of a URL or a path, without query and fragment.</summary>
    internal static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> page)
    {
        var scheme = page.IndexOf("://");
        if (scheme >= 0)
        {
            page = page[(scheme + 3)..];
            var slash = page.IndexOf('/');
            page = slash < 0 ? default : page[slash..];
        }

        var end = page.IndexOfAny('?', '#');
        return end < 0 ? page : page[..end];
    }

    private static ItemKey Known(ICatalogue catalogue, Workspace workspace, ItemKey key) =>
        catalogue.Find(workspace.Id, key) is null ? default : key;

    private static SymbolKey Known(ICatalogue catalogue, Workspace workspace, ReadOnlySpan<char> segment)
    {
        var key = CategoryWords.Key(workspace, segment);
        if (key.IsNone || catalogue.Text(workspace.Id, key) is not null)
            return key;
        if (segment.Length > 256 || segment.IndexOfAny('-', '_', '+') < 0)
            return default;
        Span<char> words = stackalloc char[segment.Length];
        for (var i = 0; i < segment.Length; i++)
            words[i] = segment[i] is '-' or '_' or '+' ? ' ' : segment[i];
        key = CategoryWords.Key(workspace, words);
        return catalogue.Text(workspace.Id, key) is null ? default : key;
    }
}

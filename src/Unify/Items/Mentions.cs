using System.Text;
using Kairos.Capture.Events;

namespace Kairos.Unify.Items;

/// <summary>What an event's mention of an item changes. A mention older than what is known only fills gaps.</summary>
internal static class Mentions
{
    /// <summary>Takes a mention.</summary>
    /// <param name="entry">The entry; its times move on.</param>
    /// <param name="said">What the event says.</param>
    /// <param name="currency">The event's currency, or null.</param>
    /// <param name="atMs">When it happened.</param>
    /// <param name="item">The item as it is now.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Take(ItemEntry entry, in ItemMention said, string? currency, long atMs, out Item item)
    {
        var before = item = entry.Item!;
        var newer = atMs >= entry.WordsAtMs;
        var name = Word(before.Name, said.Name, newer);
        var category = Word(before.Category, said.Category, newer);
        var brand = Word(before.Brand, said.Brand, newer);
        var url = Word(before.Url, said.Url, newer);
        var image = Word(before.ImageUrl, said.ImageUrl, newer);
        var hasWords = !said.Name.IsEmpty || !said.Category.IsEmpty || !said.Brand.IsEmpty || !said.Url.IsEmpty || !said.ImageUrl.IsEmpty;
        if (hasWords && newer)
            entry.WordsAtMs = atMs;
        if (!ReferenceEquals(name, before.Name) || !ReferenceEquals(category, before.Category) || !ReferenceEquals(brand, before.Brand)
            || !ReferenceEquals(url, before.Url) || !ReferenceEquals(image, before.ImageUrl))
        {
            item = before with
            {
                Name = name,
                Category = category,
                CategoryKey = ReferenceEquals(category, before.Category) ? before.CategoryKey : said.CategoryKey,
                Brand = brand,
                BrandKey = ReferenceEquals(brand, before.Brand) ? before.BrandKey : said.BrandKey,
                Url = url,
                ImageUrl = image,
                UpdatedAtMs = Math.Max(before.UpdatedAtMs, atMs),
            };
        }

        item = Priced(entry, item, said.Price, currency, atMs);
        return !ReferenceEquals(item, before) || before.UpdatedAtMs == 0 && (item = before with { UpdatedAtMs = atMs }) is not null;
    }

    private static Item Priced(ItemEntry entry, Item item, double price, string? currency, long atMs)
    {
        if (!double.IsFinite(price) || price < 0 || atMs < entry.PriceAtMs && item.Price is not null)
            return item;
        entry.PriceAtMs = Math.Max(entry.PriceAtMs, atMs);
        if (item.Price == price)
            return currency is null || item.Currency is not null ? item : item with { Currency = currency };
        var first = item.Price is null;
        return item with
        {
            Price = price,
            PriceBefore = first ? item.PriceBefore : item.Price,
            PriceChangedAtMs = first ? item.PriceChangedAtMs : atMs,
            Currency = currency ?? item.Currency,
            UpdatedAtMs = Math.Max(item.UpdatedAtMs, atMs),
        };
    }

    // The very same string when nothing is new: most mentions say what is known.
    private static string? Word(string? known, ReadOnlySpan<byte> said, bool newer)
    {
        if (said.IsEmpty || known is not null && !newer)
            return known;
        if (known is not null && (known.Length == said.Length && Ascii.Equals(said, known)
            || Encoding.UTF8.GetByteCount(known) == said.Length && Encoding.UTF8.GetString(said) == known))
            return known;
        return Encoding.UTF8.GetString(said);
    }
}

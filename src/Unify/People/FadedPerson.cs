using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>What a person likes, decayed to a later time than that of their last event, for people to read.</summary>
internal static class FadedPerson
{
    /// <summary>The person with taste and habits as they weigh at a time. Every weight halves alike, so no order changes.</summary>
    /// <param name="person">The person, decayed to their last event.</param>
    /// <param name="nowMs">The time, ms since 1970 UTC; an earlier one changes nothing.</param>
    /// <param name="options">The half-life.</param>
    public static PersonSnapshot FadedTo(this PersonSnapshot person, long nowMs, PeopleOptions options)
    {
        if (nowMs <= person.LastSeenAtMs)
            return person;
        var scale = (float)Math.Pow(2, -(nowMs - person.LastSeenAtMs) / options.TasteHalfLife.TotalMilliseconds);
        return person with
        {
            Taste = person.Taste with
            {
                AsOfMs = nowMs,
                Weight = person.Taste.Weight * scale,
                Categories = Faded(person.Taste.Categories, scale),
                Brands = Faded(person.Taste.Brands, scale),
                Items = [.. person.Taste.Items.Select(item => item with { Weight = item.Weight * scale })],
            },
            Hours = Faded(person.Hours, scale),
            Prices = Faded(person.Prices, scale),
        };
    }

    private static WeighedSymbol[] Faded(WeighedSymbol[] symbols, float scale) => [.. symbols.Select(symbol => symbol with { Weight = symbol.Weight * scale })];

    private static WeighedBin[] Faded(WeighedBin[] bins, float scale) => [.. bins.Select(bin => bin with { Weight = bin.Weight * scale })];
}

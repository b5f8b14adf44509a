using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>Which items, categories and brands a session is about.</summary>
internal static class Interests
{
    /// <summary>Category or brand of a touch.</summary>
    public delegate SymbolKey SymbolOf(in Touch touch);

    /// <summary>Distinct items looked at, latest first.</summary>
    /// <param name="touches">Oldest first.</param>
    /// <param name="max">Most items.</param>
    /// <param name="prices">Their prices, the latest said of each, ascending.</param>
    public static ItemKey[] Latest(ReadOnlySpan<Touch> touches, int max, out float[] prices)
    {
        Span<ulong> seen = stackalloc ulong[max];
        Span<float> priced = stackalloc float[max];
        var count = 0;
        for (var i = touches.Length - 1; i >= 0; i--)
        {
            ref readonly var touch = ref touches[i];
            if (touch.Item.IsNone || !TouchKinds.IsInterest(touch.Code))
                continue;
            var at = seen[..count].IndexOf(touch.Item.Value);
            if (at < 0 && count < max)
            {
                at = count++;
                seen[at] = touch.Item.Value;
                priced[at] = float.NaN;
            }

            if (at >= 0 && float.IsNaN(priced[at]))
                priced[at] = touch.Price;
        }

        var items = new ItemKey[count];
        var known = 0;
        for (var i = 0; i < count; i++)
        {
            items[i] = new ItemKey(seen[i]);
            if (!float.IsNaN(priced[i]))
                priced[known++] = priced[i];
        }

        prices = priced[..known].ToArray();
        Array.Sort(prices);
        return items;
    }

    /// <summary>Sums the weights of touches by symbol, most first; equal weights by key.</summary>
    /// <param name="touches">The touches.</param>
    /// <param name="symbolOf">Category or brand of a touch.</param>
    /// <param name="max">Most symbols.</param>
    public static WeighedSymbol[] Weigh(ReadOnlySpan<Touch> touches, SymbolOf symbolOf, int max)
    {
        Span<WeighedSymbol> sums = touches.Length <= 64 ? stackalloc WeighedSymbol[touches.Length] : new WeighedSymbol[touches.Length];
        var count = 0;
        foreach (ref readonly var touch in touches)
        {
            var weight = TouchKinds.Weight(touch.Code);
            var symbol = symbolOf(in touch);
            if (symbol.IsNone || weight == 0)
                continue;
            var at = 0;
            while (at < count && sums[at].Symbol != symbol)
                at++;
            sums[at] = new WeighedSymbol(symbol, (at < count ? sums[at].Weight : 0) + weight);
            count = Math.Max(count, at + 1);
        }

        sums[..count].Sort(static (a, b) =>
            a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Symbol.Value.CompareTo(b.Symbol.Value));
        return sums[..Math.Min(count, max)].ToArray();
    }
}

using Kairos.Capture.Events;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>Exponentially decayed weights of categories, brands, items and price, as of a landmark time.</summary>
/// <remarks>
/// Forward decay: a touch at time t adds g·2^((t − L) / H) for a fixed landmark L, so nothing has to be aged and the order of arrival
/// does not matter (but for rounding, and once a bound on entries is reached). Source: Cormode, Shkapenyuk, Srivastava, Xu,
/// "Forward decay: a practical time decay model for streaming systems", ICDE 2009, §3. When exponents grow large the landmark moves by
/// whole half-lives, which scales by powers of two and so loses nothing.
/// </remarks>
internal sealed class TasteWeights
{
    private const double ExponentMax = 256;

    /// <summary>Half-life, ms.</summary>
    public required double HalfLifeMs { get; init; }

    public long LandmarkMs { get; set; }

    public SymbolWeight[] Categories { get; set; } = [];

    public SymbolWeight[] Brands { get; set; } = [];

    public ItemWeight[] Items { get; set; } = [];

    public double Weight { get; set; }

    public double PriceWeight { get; set; }

    public double LogPriceSum { get; set; }

    internal record struct SymbolWeight(ulong Key, double Weight);

    internal record struct ItemWeight(ulong Key, double Weight, long AtMs);

    /// <summary>A copy that can be added to.</summary>
    public TasteWeights Copy() => new()
    {
        HalfLifeMs = HalfLifeMs,
        LandmarkMs = LandmarkMs,
        Categories = [.. Categories],
        Brands = [.. Brands],
        Items = [.. Items],
        Weight = Weight,
        PriceWeight = PriceWeight,
        LogPriceSum = LogPriceSum,
    };

    /// <summary>Adds all that another has.</summary>
    public void Add(TasteWeights other, PeopleOptions options)
    {
        if (other.LandmarkMs == 0)
            return;
        if (LandmarkMs == 0)
            LandmarkMs = other.LandmarkMs;
        if (other.LandmarkMs > LandmarkMs)
            MoveLandmark((int)Math.Round((other.LandmarkMs - LandmarkMs) / HalfLifeMs));
        var scale = Math.Pow(2, (other.LandmarkMs - LandmarkMs) / HalfLifeMs);
        foreach (var category in other.Categories)
            Categories = Added(Categories, category.Key, category.Weight * scale, options.TasteSymbolsMax);
        foreach (var brand in other.Brands)
            Brands = Added(Brands, brand.Key, brand.Weight * scale, options.TasteSymbolsMax);
        foreach (var item in other.Items)
            AddItem(item.Key, item.Weight * scale, item.AtMs, options.TasteItemsMax);
        Weight += other.Weight * scale;
        PriceWeight += other.PriceWeight * scale;
        LogPriceSum += other.LogPriceSum * scale;
    }

    /// <summary>Adds touches.</summary>
    public void Add(ReadOnlySpan<Touch> touches, PeopleOptions options)
    {
        foreach (ref readonly var touch in touches)
            Add(touch, options);
    }

    /// <summary>Adds one touch.</summary>
    public void Add(in Touch touch, PeopleOptions options)
    {
        var gain = TouchKinds.Weight(touch.Code);
        if (gain == 0)
            return;
        if (LandmarkMs == 0)
            LandmarkMs = Math.Max(1, (long)(Math.Floor(touch.AtMs / HalfLifeMs) * HalfLifeMs));
        var exponent = (touch.AtMs - LandmarkMs) / HalfLifeMs;
        if (exponent > ExponentMax)
        {
            MoveLandmark((int)exponent);
            exponent = (touch.AtMs - LandmarkMs) / HalfLifeMs;
        }

        var weight = gain * Math.Pow(2, exponent);
        Weight += weight;
        if (!touch.Category.IsNone)
            Categories = Added(Categories, touch.Category.Value, weight, options.TasteSymbolsMax);
        if (!touch.Brand.IsNone)
            Brands = Added(Brands, touch.Brand.Value, weight, options.TasteSymbolsMax);
        if (!touch.Item.IsNone)
            AddItem(touch.Item.Value, weight, touch.AtMs, options.TasteItemsMax);
        if (touch.Price > 0)
        {
            PriceWeight += weight;
            LogPriceSum += weight * Math.Log(touch.Price);
        }
    }

    /// <summary>The weights decayed to a time.</summary>
    /// <param name="asOfMs">When, ms since 1970 UTC.</param>
    public Taste AsOf(long asOfMs)
    {
        var scale = Math.Pow(2, -(asOfMs - LandmarkMs) / HalfLifeMs);
        return new Taste
        {
            AsOfMs = asOfMs,
            Categories = Sorted(Categories, scale),
            Brands = Sorted(Brands, scale),
            Items = [.. Items.OrderByDescending(item => item.AtMs).ThenBy(item => item.Key)
                .Select(item => new WeighedItem(new ItemKey(item.Key), (float)(item.Weight * scale), item.AtMs))],
            LogPriceMean = PriceWeight > 0 ? (float)(LogPriceSum / PriceWeight) : float.NaN,
            Weight = (float)(Weight * scale),
        };
    }

    private static WeighedSymbol[] Sorted(SymbolWeight[] weights, double scale)
    {
        var sorted = new WeighedSymbol[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            sorted[i] = new WeighedSymbol(new SymbolKey(weights[i].Key), (float)(weights[i].Weight * scale));
        Array.Sort(sorted, static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Symbol.Value.CompareTo(b.Symbol.Value));
        return sorted;
    }

    // The least entry goes when there is no room, the new one too if it is the least: a bound met is the only place where order matters.
    private static SymbolWeight[] Added(SymbolWeight[] to, ulong key, double weight, int max)
    {
        for (var i = 0; i < to.Length; i++)
        {
            if (to[i].Key != key)
                continue;
            to[i].Weight += weight;
            return to;
        }

        if (to.Length < max)
            return [.. to, new SymbolWeight(key, weight)];
        var least = 0;
        for (var i = 1; i < to.Length; i++)
        {
            if (to[i].Weight < to[least].Weight)
                least = i;
        }

        if (to[least].Weight < weight)
            to[least] = new SymbolWeight(key, weight);
        return to;
    }

    private void AddItem(ulong key, double weight, long atMs, int max)
    {
        var items = Items;
        var least = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Key == key)
            {
                items[i] = new ItemWeight(key, items[i].Weight + weight, Math.Max(items[i].AtMs, atMs));
                return;
            }

            if (items[i].Weight < items[least].Weight)
                least = i;
        }

        if (items.Length < max)
            Items = [.. items, new ItemWeight(key, weight, atMs)];
        else if (max > 0 && items[least].Weight < weight)
            items[least] = new ItemWeight(key, weight, atMs);
    }

    private void MoveLandmark(int halfLives)
    {
        var before = LandmarkMs;
        LandmarkMs += (long)(halfLives * HalfLifeMs);
        var scale = Math.Pow(2, -(LandmarkMs - before) / HalfLifeMs);
        for (var i = 0; i < Categories.Length; i++)
            Categories[i].Weight *= scale;
        for (var i = 0; i < Brands.Length; i++)
            Brands[i].Weight *= scale;
        for (var i = 0; i < Items.Length; i++)
            Items[i].Weight *= scale;
        Weight *= scale;
        PriceWeight *= scale;
        LogPriceSum *= scale;
    }
}

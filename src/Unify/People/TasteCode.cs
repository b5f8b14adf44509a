namespace Kairos.Unify.People;

/// <summary>The stored form of taste weights.</summary>
internal static class TasteCode
{
    public static void Write(TasteWeights? taste, BlobWriter to)
    {
        to.Byte(taste is null ? (byte)0 : (byte)1);
        if (taste is null)
            return;
        to.Signed(taste.LandmarkMs);
        to.Double(taste.Weight);
        to.Double(taste.PriceWeight);
        to.Double(taste.LogPriceSum);
        Write(taste.Categories, to);
        Write(taste.Brands, to);
        to.Unsigned((ulong)taste.Items.Length);
        foreach (ref readonly var item in taste.Items.AsSpan())
        {
            to.Fixed64(item.Key);
            to.Double(item.Weight);
            to.Signed(item.AtMs - taste.LandmarkMs);
        }
    }

    /// <summary>Reads them. Another half-life than they were written with applies from the landmark on.</summary>
    public static TasteWeights? Read(double halfLifeMs, ref BlobReader from)
    {
        if (from.Byte() == 0)
            return null;
        var taste = new TasteWeights
        {
            HalfLifeMs = halfLifeMs,
            LandmarkMs = from.Signed(),
            Weight = from.Double(),
            PriceWeight = from.Double(),
            LogPriceSum = from.Double(),
            Categories = Symbols(ref from),
            Brands = Symbols(ref from),
            Items = new TasteWeights.ItemWeight[from.Count()],
        };
        foreach (ref var item in taste.Items.AsSpan())
            item = new TasteWeights.ItemWeight(from.Fixed64(), from.Double(), taste.LandmarkMs + from.Signed());
        return taste;
    }

    private static void Write(TasteWeights.SymbolWeight[] symbols, BlobWriter to)
    {
        to.Unsigned((ulong)symbols.Length);
        foreach (ref readonly var symbol in symbols.AsSpan())
        {
            to.Fixed64(symbol.Key);
            to.Double(symbol.Weight);
        }
    }

    private static TasteWeights.SymbolWeight[] Symbols(ref BlobReader from)
    {
        var symbols = new TasteWeights.SymbolWeight[from.Count()];
        foreach (ref var symbol in symbols.AsSpan())
            symbol = new TasteWeights.SymbolWeight(from.Fixed64(), from.Double());
        return symbols;
    }
}

using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>How far a session departs from long-term taste.</summary>
/// <remarks>
/// The square root of the Jensen-Shannon divergence, in bits, between the two distributions over categories: 0 when equal, 1 when they
/// share nothing. Sources: Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Information Theory 37(1), 1991, eq. 4.1;
/// that the root is a metric: Endres and Schindelin, IEEE Trans. Information Theory 49(7), 2003. The session's distribution is smoothed
/// towards the taste by a Dirichlet prior of one item view, so that a single click says little.
/// </remarks>
internal static class Departures
{
    private const double Prior = 1;

    /// <summary>The departure, 0–1; NaN when either has no category.</summary>
    public static float Of(ReadOnlySpan<WeighedSymbol> session, Taste? taste)
    {
        if (taste is null || taste.Categories.Length == 0 || session.IsEmpty)
            return float.NaN;
        ReadOnlySpan<WeighedSymbol> history = taste.Categories;
        var (p, q) = (Sum(session), Sum(history));
        if (p <= 0 || q <= 0)
            return float.NaN;
        var divergence = 0.0;
        foreach (ref readonly var here in session)
            divergence += Term(here.Weight, WeightOf(history, here.Symbol), p, q);
        foreach (ref readonly var there in history)
        {
            if (WeightOf(session, there.Symbol) == 0)
                divergence += Term(0, there.Weight, p, q);
        }

        return (float)Math.Sqrt(Math.Clamp(divergence, 0, 1));
    }

    private static double Term(double here, double there, double hereSum, double thereSum)
    {
        var b = there / thereSum;
        var a = (here + (Prior * b)) / (hereSum + Prior);
        var middle = (a + b) / 2;
        return ((a > 0 ? a * Math.Log2(a / middle) : 0) + (b > 0 ? b * Math.Log2(b / middle) : 0)) / 2;
    }

    private static double Sum(ReadOnlySpan<WeighedSymbol> symbols)
    {
        var sum = 0.0;
        foreach (ref readonly var symbol in symbols)
            sum += symbol.Weight;
        return sum;
    }

    private static double WeightOf(ReadOnlySpan<WeighedSymbol> symbols, SymbolKey which)
    {
        foreach (ref readonly var symbol in symbols)
        {
            if (symbol.Symbol == which)
                return symbol.Weight;
        }

        return 0;
    }
}

using System.Runtime.InteropServices;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>How often each pattern of agreement occurs among some pairs.</summary>
internal struct PatternCounts : IPairVisitor
{
    private readonly RecordComparer _comparer;
    private readonly Dictionary<UInt128, double> _counts = [];

    /// <param name="comparer">Makes patterns.</param>
    public PatternCounts(RecordComparer comparer) => _comparer = comparer;

    /// <summary>The patterns and how often each occurs.</summary>
    public readonly IReadOnlyDictionary<UInt128, double> Counts => _counts;

    /// <summary>How many pairs were seen.</summary>
    public double Pairs { get; private set; }

    /// <inheritdoc/>
    public void Visit(int a, int b)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, _comparer.Compare(a, b), out _)++;
        Pairs++;
    }

    /// <summary>The patterns of pairs drawn at random, or of all when there are not many.</summary>
    /// <param name="comparer">Makes patterns.</param>
    /// <param name="table">The records.</param>
    /// <param name="pairsMax">Most pairs to look at.</param>
    /// <param name="seed">Of chance.</param>
    public static PatternCounts OfRandomPairs(RecordComparer comparer, RecordTable table, int pairsMax, ulong seed)
    {
        var counts = new PatternCounts(comparer);
        if (table.PairCount <= pairsMax)
        {
            BlockingPlan.For(table, pairsMax, pairsMax).Visit(ref counts);
            return counts;
        }
        var state = seed;
        for (var i = 0; i < pairsMax;)
        {
            var a = Draw(ref state, table.TwoFiles ? table.FirstRows : table.Rows);
            var b = table.TwoFiles ? table.FirstRows + Draw(ref state, table.Rows - table.FirstRows) : Draw(ref state, table.Rows);
            if (a == b)
                continue;
            counts.Visit(a, b);
            i++;
        }
        return counts;
    }

    // SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private static int Draw(ref ulong state, int below)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)Math.BigMul(z ^ (z >> 31), (ulong)below, out _);
    }
}

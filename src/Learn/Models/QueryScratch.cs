namespace Kairos.Learn.Models;

/// <summary>The working memory of one thread while it answers queries, so that none of them allocates.</summary>
public sealed class QueryScratch
{
    [ThreadStatic] private static QueryScratch? t_mine;

    /// <summary>Most items of a session that are looked at: the latest.</summary>
    public const int ItemsMax = 64;

    /// <summary>This thread's own.</summary>
    public static QueryScratch Mine => t_mine ??= new QueryScratch();

    /// <summary>The candidates of the query at hand.</summary>
    public CandidateTable Table { get; } = new();

    internal int[] Items { get; } = new int[ItemsMax];
    internal float[] Weights { get; } = new float[ItemsMax];
    internal int[] Places { get; } = new int[ItemsMax];
    internal int[] PastItems { get; } = new int[ItemsMax];
    internal float[] PastWeights { get; } = new float[ItemsMax];
    internal int[] PastPlaces { get; } = new int[ItemsMax];
    internal ulong[] Order { get; private set; } = new ulong[1024];
    internal SessionNeighbours.NeighbourScratch Neighbours { get; } = new();

    internal Span<ulong> OrderOf(int count)
    {
        if (Order.Length < count)
            Order = new ulong[Math.Max(count, Order.Length * 2)];
        return Order.AsSpan(0, count);
    }
}

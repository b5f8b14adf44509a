namespace Kairos.Learn.Models.Popular;

/// <summary>What is popular in one place, best first. Immutable.</summary>
/// <param name="Items">Item numbers.</param>
/// <param name="Shares">Each item's share of all decayed clicks, times its trend where trends count.</param>
/// <param name="Trends">Recent clicks over expected ones, 1 for an item as popular as ever; empty where trends do not count.</param>
internal sealed record PopularList(int[] Items, float[] Shares, float[] Trends)
{
    /// <summary>From which trend on an item is said to be trending.</summary>
    public const float TrendingFrom = 2;

    public static readonly PopularList Empty = new([], [], []);
}

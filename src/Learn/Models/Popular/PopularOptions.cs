using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Models.Popular;

/// <summary>How popularity is counted.</summary>
public sealed class PopularOptions
{
    /// <summary>After how long a click is worth half in what is popular.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(14);

    /// <summary>After how long a click is worth half in what is trending. Shorter than <see cref="HalfLife"/>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan TrendHalfLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How many clicks an item needs before a trend is believed: the weight of the usual in the ratio.</summary>
    [Range(0.1, 10_000.0)]
    public double TrendPriorClicks { get; init; } = 5;

    /// <summary>How many items a list holds.</summary>
    [Range(20, 2000)]
    public int ListItems { get; init; } = 200;

    /// <summary>Most categories with lists of their own; clicks in further ones count for the whole catalogue only.</summary>
    [Range(1, 1_000_000)]
    public int CategoriesMax { get; init; } = 10_000;
}

using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>Where somebody stands with us at a moment: recency, frequency, monetary value and the stage of life they are in. A pure function of a snapshot.</summary>
/// <param name="RecencyDays">Days since the last event.</param>
/// <param name="Orders">Orders ever completed.</param>
/// <param name="DaysSinceOrder">Days since the last of them; NaN when there was none.</param>
/// <param name="Stage">The stage.</param>
/// <remarks>Recency, frequency, monetary: Hughes, "Strategic Database Marketing", 1994. The money is in <see cref="PersonSnapshot.Spent"/>, by currency.</remarks>
public readonly record struct Standing(double RecencyDays, long Orders, double DaysSinceOrder, LifecycleStage Stage)
{
    private const double DayMs = 86_400_000;

    /// <summary>Where somebody stands.</summary>
    /// <param name="person">Who.</param>
    /// <param name="nowMs">When, ms since 1970 UTC.</param>
    /// <param name="options">After how long somebody is lapsing, and gone.</param>
    public static Standing Of(PersonSnapshot person, long nowMs, PeopleOptions options)
    {
        var orders = person.Counts.FirstOrDefault(static count => count.Code == EventCode.OrderCompleted).Count;
        var lastOrderMs = person.LastOrderAtMs;
        var recency = Math.Max(0, nowMs - person.LastSeenAtMs) / DayMs;
        return new Standing(recency, orders, lastOrderMs == 0 ? double.NaN : Math.Max(0, nowMs - lastOrderMs) / DayMs, StageOf(person, nowMs, recency, orders, options));
    }

    private static LifecycleStage StageOf(PersonSnapshot person, long nowMs, double recency, long orders, PeopleOptions options)
    {
        if (person.Events == 0)
            return LifecycleStage.Unknown;
        if (recency > options.ChurnedAfter.TotalDays)
            return LifecycleStage.Churned;
        if (recency > options.LapsingAfter.TotalDays)
            return LifecycleStage.Lapsing;
        if (orders > 0)
            return orders == 1 ? LifecycleStage.Customer : LifecycleStage.Loyal;
        return (nowMs - person.FirstSeenAtMs) / DayMs <= options.NewFor.TotalDays ? LifecycleStage.New : LifecycleStage.Returning;
    }
}

/// <summary>The stage of life of somebody as a customer. Numbers are stored: never reuse one.</summary>
public enum LifecycleStage : byte
{
    /// <summary>Nothing is known of them.</summary>
    Unknown = 0,

    /// <summary>Seen first a short while ago, has not bought.</summary>
    New = 1,

    /// <summary>Comes back, has not bought.</summary>
    Returning = 2,

    /// <summary>Has bought once.</summary>
    Customer = 3,

    /// <summary>Has bought more than once.</summary>
    Loyal = 4,

    /// <summary>Has not been seen for a while.</summary>
    Lapsing = 5,

    /// <summary>Has not been seen for so long that they are gone.</summary>
    Churned = 6,
}

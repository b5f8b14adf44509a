using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Sessions;

/// <summary>How events become sessions, and what counts as what in them. Bound from <c>Unify:Sessions</c>; every metric is defined in <c>docs/reference/session.md</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The silence that ends a session, from one minute to one day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether an event of another campaign begins a new session.</summary>
    public bool NewSessionOnCampaign { get; init; } = true;

    /// <summary>How long after it happened an event may be received and still take its place in a session. Later ones count in totals, taste and purchases only.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most touches kept of one session; the earliest are let go first, and pass into the taste.</summary>
    [Range(10, 10_000)]
    public int TouchesMax { get; init; } = 200;

    /// <summary>Most touches one event may make: further items of an order or a cart are left out.</summary>
    [Range(1, 1_000)]
    public int TouchesPerEventMax { get; init; } = 50;

    /// <summary>Most sessions kept in full for one person; the oldest pass into the taste.</summary>
    [Range(1, 100)]
    public int SessionsKeptMax { get; init; } = 4;

    /// <summary>Most texts of searches and filters kept for one session.</summary>
    [Range(0, 100)]
    public int SearchesMax { get; init; } = 10;

    /// <summary>Words, separated by commas, that mark a page as one of help when a part of its path begins with one. Lower case ASCII.</summary>
    public string HelpWords { get; init; } = "help,support,contact,faq,returns,refund,shipping-info,customer-service,complaint,problem";

    /// <summary>A page view and an item view at most this far apart are one view, ms.</summary>
    [Range(0, 60_000)]
    public int SameViewMsMax { get; init; } = 1_000;

    /// <summary>A return to the view before within this time of leaving it is a rapid one, seconds.</summary>
    [Range(0.1, 600)]
    public double RapidReturnSecondsMax { get; init; } = 5;

    /// <summary>Median dwell below which browsing is rapid, seconds.</summary>
    [Range(0, 3600)]
    public double RapidDwellSecondsMax { get; init; } = 8;

    /// <summary>Median dwell from which reading is deep, seconds.</summary>
    [Range(0, 3600)]
    public double DeepDwellSecondsMin { get; init; } = 45;

    /// <summary>Views before anything is said of pace, at least.</summary>
    [Range(2, 100)]
    public int PaceViewsMin { get; init; } = 3;

    /// <summary>Share of the weight that one category needs for the visitor to be comparing, 0–1.</summary>
    [Range(0.0, 1.0)]
    public double ComparingShareMin { get; init; } = 0.6;

    /// <summary>Item views before a visitor can be comparing, at least.</summary>
    [Range(1, 100)]
    public int ComparingViewsMin { get; init; } = 3;

    internal long SilenceMs => (long)Silence.TotalMilliseconds;

    internal long AllowedLatenessMs => (long)AllowedLateness.TotalMilliseconds;
}

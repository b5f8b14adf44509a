using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Training;

/// <summary>How events become clicks of sessions.</summary>
public sealed class FollowerOptions
{
    /// <summary>A device that is silent for longer begins a new session.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session with more clicks goes on as a new one.</summary>
    [Range(2, 256)]
    public int SessionClicksMax { get; init; } = 50;

    /// <summary>Most sessions open at the same time, over all workspaces; beyond it the one silent for longest is ended.</summary>
    [Range(100, 100_000_000)]
    public int OpenSessionsMax { get; init; } = 500_000;

    /// <summary>How many message keys are remembered to leave out repeats: at least this many, at most twice as many.</summary>
    [Range(1_000, 100_000_000)]
    public int RememberedMessages { get; init; } = 1_000_000;

    /// <summary>Most people kept exactly as having said no to personalization, over all workspaces; those noted first move into a filter that errs towards no.</summary>
    [Range(1_000, 100_000_000)]
    public int WithdrawalsMax { get; init; } = 1_000_000;

    /// <summary>How many records are applied before lists are published, while there is more to read.</summary>
    [Range(1, 1_000_000)]
    public int SettleRecords { get; init; } = 20_000;

    /// <summary>What a product view counts.</summary>
    [Range(0.01, 100.0)]
    public double ViewWeight { get; init; } = 1;

    /// <summary>What a product click counts.</summary>
    [Range(0.01, 100.0)]
    public double ClickWeight { get; init; } = 1;

    /// <summary>What a product put into the cart counts.</summary>
    [Range(0.01, 100.0)]
    public double CartWeight { get; init; } = 2;

    /// <summary>What a product bought counts.</summary>
    [Range(0.01, 100.0)]
    public double OrderWeight { get; init; } = 3;
}

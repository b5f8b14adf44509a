namespace Kairos.Host.Demo;

/// <summary>One session of the clothing shop's log.</summary>
/// <param name="Number">Its number in the log.</param>
/// <param name="Clicks">What it looked at, in order; at least one.</param>
public sealed record Visitor(int Number, Click[] Clicks)
{
    /// <summary>Seconds between two clicks: the log has only their order. Shorter in long sessions, which so stay open to their end.</summary>
    private double GapSeconds => Math.Min(40, 1_500.0 / Clicks.Length);

    /// <summary>Their anonymous id, which is their session id too.</summary>
    public string Id => "visitor-" + Number;

    /// <summary>When a click happened, so that the last one is when the visitor is replayed and the others lie before it.</summary>
    /// <param name="click">Which, from 0.</param>
    /// <param name="lastAt">When the last one happens.</param>
    public DateTimeOffset HappenedAt(int click, DateTimeOffset lastAt) => lastAt.AddSeconds(-GapSeconds * (Clicks.Length - 1 - click));
}

using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Normalizers;

/// <summary>What to make of senders' clocks.</summary>
public sealed class ClockOptions
{
    /// <summary>Oldest event that is believed, days before it was received. Thirty years by default: history may be sent in, 1970 is a clock that was never set.</summary>
    [Range(1, 36_525)]
    public int AgeDaysMax { get; init; } = 10_957;

    /// <summary>Whether an event older than <see cref="AgeDaysMax"/>, or dated more than a day ahead, is refused with <c>time-absurd</c>; otherwise it is dated by when it was received.</summary>
    public bool RefuseAbsurd { get; init; }
}

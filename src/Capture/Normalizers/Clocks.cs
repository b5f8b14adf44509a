namespace Kairos.Capture.Normalizers;

/// <summary>Finds out when an event happened, from what the sender's clock said and when it reached us by ours.</summary>
/// <remarks>Source: Segment, "Spec: Common Fields", timestamps: happened = received − (sent − original), so that a clock's error cancels out.</remarks>
public static partial class Clocks
{
    /// <summary>A clock that is further off than this, ms, is told of as corrected; the rest is the way through the network.</summary>
    public const long NoticeMs = 60_000;

    private const long DayMs = 86_400_000;
    private static readonly ClockOptions Defaults = new();

    /// <summary>When the event happened, never later than it was received. Absurd times become the time of receipt.</summary>
    /// <param name="timestampMs">When, by the sender's clock; ms since 1970 UTC, as all here.</param>
    /// <param name="sentAtMs">When it was sent, by the same clock.</param>
    /// <param name="receivedAtMs">When it was received, by our clock.</param>
    /// <param name="originalTimestampMs">When, by the clock of the first sender: counts when there is no timestamp.</param>
    /// <returns>The time, and whether the sender's clock was wrong by more than <see cref="NoticeMs"/>.</returns>
    public static (long HappenedAtMs, bool Corrected) Correct(long? timestampMs, long? sentAtMs, long receivedAtMs, long? originalTimestampMs)
    {
        var judged = Judge(timestampMs, sentAtMs, receivedAtMs, originalTimestampMs, Defaults);
        return (judged.HappenedAtMs, judged.Corrected);
    }

    /// <summary>The same by options, which may refuse absurd times.</summary>
    /// <param name="timestampMs">When, by the sender's clock.</param>
    /// <param name="sentAtMs">When it was sent, by the same clock.</param>
    /// <param name="receivedAtMs">When it was received, by our clock.</param>
    /// <param name="originalTimestampMs">When, by the clock of the first sender: counts when there is no timestamp.</param>
    /// <param name="options">What is absurd, and what becomes of it.</param>
    public static JudgedTime Judge(long? timestampMs, long? sentAtMs, long receivedAtMs, long? originalTimestampMs, ClockOptions options)
    {
        if ((timestampMs ?? originalTimestampMs) is not { } own)
            return new JudgedTime(receivedAtMs, false, false);

        var happened = own;
        var corrected = false;
        if (sentAtMs is { } sent && TrySubtract(receivedAtMs, sent, out var behind) && TryAdd(own, behind, out var shifted))
        {
            happened = shifted;
            corrected = Math.Abs((decimal)behind) > NoticeMs;
        }

        var ahead = (decimal)happened - receivedAtMs;
        if (ahead > DayMs || -ahead > (decimal)options.AgeDaysMax * DayMs)
            return new JudgedTime(receivedAtMs, true, options.RefuseAbsurd);
        return ahead > 0 ? new JudgedTime(receivedAtMs, corrected || ahead > NoticeMs, false) : new JudgedTime(happened, corrected, false);
    }

    private static bool TrySubtract(long left, long right, out long result)
    {
        result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0;
    }

    private static bool TryAdd(long left, long right, out long result)
    {
        result = unchecked(left + right);
        return ((left ^ result) & (right ^ result)) >= 0;
    }
}

/// <summary>When an event happened, as far as can be told.</summary>
/// <param name="HappenedAtMs">Ms since 1970 UTC, never later than it was received.</param>
/// <param name="Corrected">Whether the sender's clock was wrong.</param>
/// <param name="Refused">Whether the event is to be refused with <c>time-absurd</c>.</param>
public readonly record struct JudgedTime(long HappenedAtMs, bool Corrected, bool Refused);

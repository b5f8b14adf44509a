using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>When an event happened, from the times sent with it. Times that cannot be read count as not sent.</summary>
internal static class SentTimes
{
    /// <summary>Judges the times of a draft.</summary>
    public static JudgedTime Read(in Recording at, long receivedAtMs, ClockOptions options) =>
        Clocks.Judge(Time(at, Slot.Timestamp), Time(at, Slot.SentAt), receivedAtMs, Time(at, Slot.OriginalTimestamp), options);

    /// <summary>Reads an offset such as <c>+02:00</c>, in minutes east of UTC, off the end of a time; <c>Z</c> does not say where the visitor is.</summary>
    public static bool TryOffset(in Recording at, out int minutes)
    {
        minutes = 0;
        var sent = at.Draft[Slot.OriginalTimestamp].IsNone ? at.Draft[Slot.Timestamp] : at.Draft[Slot.OriginalTimestamp];
        var time = sent.Kind == SentKind.Text ? at.Drafts.Bytes(sent) : default;
        if (time.Length < 22 || time[^3] != ':' || time[^6] is not ((byte)'+' or (byte)'-'))
            return false;
        var (h, m) = (Two(time[^5], time[^4]), Two(time[^2], time[^1]));
        minutes = ((h * 60) + m) * (time[^6] == '-' ? -1 : 1);
        return h is >= 0 and <= 15 && m is >= 0 and < 60;
    }

    private static int Two(byte tens, byte ones) => char.IsAsciiDigit((char)tens) && char.IsAsciiDigit((char)ones) ? ((tens - '0') * 10) + ones - '0' : -1;

    private static long? Time(in Recording at, Slot slot) =>
        at.Draft[slot].IsScalar && Clocks.TryParseTime(at.Drafts.Bytes(at.Draft[slot]), out var ms) ? ms : null;
}

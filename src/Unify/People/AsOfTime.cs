using System.Text;
using Kairos.Capture.Normalizers;

namespace Kairos.Unify.People;

/// <summary>Reads the time that a reading is wanted as of.</summary>
internal static class AsOfTime
{
    private static readonly long MaxMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a time of ISO 8601: a date, or a date and a time of day; UTC unless it says otherwise.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="ms">Ms since 1970 UTC; not before.</param>
    /// <param name="wrong">What is wrong with it, if that can be guessed.</param>
    public static bool TryRead(string text, out long ms, out string? wrong)
    {
        wrong = null;
        if (text is [_, _, _, _, '-', ..] && Clocks.TryParseTime(Encoding.UTF8.GetBytes(text), out ms) && ms >= 0 && ms <= MaxMs)
            return true;
        ms = 0;
        if (text.LastIndexOf(' ') > 10)
            wrong = "There is a blank where an offset from UTC may have stood: a + in a query is written %2B.";
        return false;
    }
}

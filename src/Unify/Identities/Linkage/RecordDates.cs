using System.Globalization;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Reads days as people and programs write them.</summary>
internal static class RecordDates
{
    private static readonly string[] Forms =
    [
        "yyyyMMdd", "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd/MM/yyyy", "d/M/yyyy", "dd-MM-yyyy", "dd.MM.yyyy", "d.M.yyyy",
        "MM/dd/yyyy", "M/d/yyyy", "MM-dd-yyyy", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "d MMM yyyy", "dd MMM yyyy", "MMM d, yyyy",
    ];

    /// <summary>Reads one day.</summary>
    /// <param name="value">A normalized value.</param>
    /// <param name="day">The day; years before 1850 or after 2100 are refused.</param>
    public static bool TryParse(string value, out DateOnly day)
    {
        day = default;
        if (value.Length is < 8 or > 20 || !value.AsSpan().ContainsAnyInRange('0', '9')
            || !DateTime.TryParseExact(value, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        day = DateOnly.FromDateTime(time);
        return day.Year is >= 1850 and <= 2100;
    }
}

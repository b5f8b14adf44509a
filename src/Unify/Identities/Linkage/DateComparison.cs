namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares days by digits and by the time between them.</summary>
internal sealed class DateComparison : ValueComparison
{
    private readonly DateOnly[] _days;
    private readonly string[] _digits;

    /// <param name="values">The distinct values of the column.</param>
    public DateComparison(string[] values)
        : base("equal", "day and month swapped", "one digit", "two digits", "within a month", "within a year", "within ten years", "different")
    {
        _days = Array.ConvertAll(values, static value => RecordDates.TryParse(value, out var day) ? day : default);
        _digits = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
            _digits[i] = _days[i] == default ? RecordText.Plain(values[i]) : _days[i].ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        DateOnly one = _days[a], other = _days[b];
        var known = one != default && other != default;
        if (known && one == other)
            return 0;
        if (known && one.Year == other.Year && one.Month == other.Day && one.Day == other.Month)
            return 1;
        var edits = TextDistances.Edits(_digits[a], _digits[b], 2);
        var days = known ? Math.Abs(one.DayNumber - other.DayNumber) : int.MaxValue;
        if (edits <= 1)
            return 2;
        if (edits == 2)
            return 3;
        return days <= 31 ? 4 : days <= 366 ? 5 : days <= 3653 ? 6 : Different;
    }
}

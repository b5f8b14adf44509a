namespace Kairos.Unify.Identities.Linkage;

/// <summary>Finds out what a column holds from its values alone; its name is not looked at.</summary>
internal static class ColumnKinds
{
    private const int SampleMax = 2000;

    /// <summary>The kind that most values have.</summary>
    /// <param name="column">The column; only its values are read.</param>
    public static ColumnKind Infer(RecordColumn column)
    {
        if (column.Values.Length < 2)
            return ColumnKind.Constant;
        var step = Math.Max(1, column.Values.Length / SampleMax);
        int seen = 0, dates = 0, emails = 0, codes = 0, numbers = 0, points = 0, words = 0;
        for (var i = 0; i < column.Values.Length; i += step)
        {
            var value = column.Values[i];
            seen++;
            words += value.AsSpan().Count(' ') + 1;
            if (RecordDates.TryParse(value, out _))
                dates++;
            if (value.Contains('@', StringComparison.Ordinal))
                emails++;
            if (RecordNumbers.TryParse(value, out _))
            {
                numbers++;
                points += value.AsSpan().ContainsAny('.', '$', '€') || value.AsSpan().Contains('£') ? 1 : 0;
            }
            if (IsCode(value))
                codes++;
        }
        if (dates >= 0.8 * seen)
            return ColumnKind.Date;
        if (emails >= 0.6 * seen)
            return ColumnKind.Email;
        if (numbers >= 0.8 * seen && points >= 0.1 * seen)
            return ColumnKind.Number;
        if (codes >= 0.8 * seen)
            return ColumnKind.Code;
        return words >= 4.0 * seen ? ColumnKind.Text : ColumnKind.Name;
    }

    private static bool IsCode(string value)
    {
        var digits = 0;
        foreach (var letter in value)
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        return digits > 0 && value.Length <= 24 && digits * 3 >= value.Length && value.AsSpan().Count(' ') <= 3;
    }
}

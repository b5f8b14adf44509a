using System.Globalization;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Reads amounts, with or without a currency sign.</summary>
internal static class RecordNumbers
{
    /// <summary>Reads one amount.</summary>
    /// <param name="value">A normalized value.</param>
    /// <param name="number">The amount.</param>
    public static bool TryParse(string value, out double number)
    {
        var plain = value.AsSpan().Trim("$€£ ");
        return double.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}

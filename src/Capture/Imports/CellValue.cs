using System.Globalization;
using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>How the cells of a column are read.</summary>
internal enum CellType
{
    /// <summary>As text, whatever they look like: identifiers.</summary>
    Text,

    /// <summary>As what they look like: number, true or false, JSON in braces or brackets, else text.</summary>
    Guessed,

    /// <summary>As yes or no, and nothing else.</summary>
    Consent,

    /// <summary>As a time.</summary>
    Time,
}

/// <summary>Makes a JSON value of a cell.</summary>
internal static class CellValue
{
    private const int DigitsMax = 15; // As many as a double keeps.

    /// <summary>Writes a cell that is not blank and whose consent can be read.</summary>
    public static void Write(Utf8JsonWriter json, string cell, CellType type)
    {
        if (type == CellType.Consent)
            json.WriteBooleanValue(IsYes(cell) ?? false);
        else if (type != CellType.Guessed)
            json.WriteStringValue(cell.Trim());
        else if (cell.Equals("true", StringComparison.OrdinalIgnoreCase) || cell.Equals("false", StringComparison.OrdinalIgnoreCase))
            json.WriteBooleanValue(cell[0] is 't' or 'T');
        else if (IsNumber(cell) || IsJson(cell))
            json.WriteRawValue(cell);
        else
            json.WriteStringValue(cell);
    }

    /// <summary>Whether a cell says yes or no; null when it says neither.</summary>
    public static bool? IsYes(string cell) => cell.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "1" or "granted" or "opted-in" or "subscribed" => true,
        "false" or "no" or "n" or "0" or "denied" or "opted-out" or "unsubscribed" => false,
        _ => null,
    };

    /// <summary>Whether it is a number as JSON writes them, of at most fifteen digits and without an exponent. Else it is more likely a code: 007, 4E12, +49 89.</summary>
    public static bool IsNumber(string cell)
    {
        var text = cell.AsSpan();
        var digits = text.StartsWith("-") ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "0" : digits[(point + 1)..];
        return whole.Length > 0 && fraction.Length > 0 && digits.Length <= DigitsMax + 1
            && !whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExceptInRange('0', '9')
            && (whole.Length == 1 || whole[0] != '0') && whole.Length + (point < 0 ? 0 : fraction.Length) <= DigitsMax
            && double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsJson(string cell)
    {
        if (!(cell.StartsWith('{') && cell.EndsWith('}')) && !(cell.StartsWith('[') && cell.EndsWith(']')))
            return false;
        try
        {
            using var document = JsonDocument.Parse(cell, new JsonDocumentOptions { MaxDepth = 32 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

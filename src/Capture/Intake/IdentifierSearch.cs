using System.Text;
using System.Text.Json;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Finds whether a body that was refused mentions a person. What was refused has no shape, so every text in it is looked at.</summary>
/// <remarks>
/// An identifier of six characters or more counts wherever it stands by itself within a text; a shorter one only as a whole text, or as a number under a
/// name that identifiers bear: a size or a price is not a person. E-mail addresses count in any case of letters, telephone numbers in any form
/// (<see cref="NumberSearch"/>): by what <see cref="MatchingIds"/> makes of them. All of it also below percent and JSON escapes, several times over.
/// </remarks>
public sealed class IdentifierSearch
{
    private const int WordLengthMin = 6;
    private const int Layers = 4;
    private static readonly HashSet<string> Names = new(["userId", "anonymousId", "previousId", "id", "user_id", "anonymous_id", "customer_id"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _whole;
    private readonly string[] _words;
    private readonly string[] _addresses;
    private readonly NumberSearch _numbers;

    /// <summary>Prepares a search.</summary>
    /// <param name="identifiers">As sent.</param>
    public IdentifierSearch(IEnumerable<string> identifiers)
    {
        _whole = [.. identifiers];
        _addresses = [.. _whole.Where(static one => Address(one) is not null).SelectMany(static one => new[] { Address(one)!, one.Trim() }).Distinct(StringComparer.OrdinalIgnoreCase)];
        _words = [.. _whole.Where(static one => one.Length >= WordLengthMin && Address(one) is null)];
        _numbers = new NumberSearch(_whole);
    }

    /// <summary>Whether an event that was refused mentions any of them.</summary>
    /// <param name="refused">The event.</param>
    public bool Suits(QuarantinedEvent refused) => In(refused.Body) || InEnvelope(refused) || (refused.Detail is not null && IsIn(refused.Detail));

    /// <summary>Whether what a batch says for all of its events mentions any of them.</summary>
    /// <param name="refused">An event of the batch.</param>
    public bool InEnvelope(QuarantinedEvent refused) => refused.Envelope is not null && In(Encoding.UTF8.GetBytes($"{{{refused.Envelope}\"batch\":[]}}"));

    /// <summary>Whether a body mentions any of them.</summary>
    /// <param name="body">JSON, or anything else.</param>
    public bool In(ReadOnlySpan<byte> body)
    {
        var mended = body.ToArray();
        SurrogateRepair.Mend(mended);
        try
        {
            var reader = new Utf8JsonReader(mended);
            var name = "";
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && IsIn(reader.GetString()!))
                    return true;
                if (reader.TokenType == JsonTokenType.PropertyName)
                    name = reader.GetString()!;
                else if (reader.TokenType == JsonTokenType.Number && (Names.Contains(name) ? _whole.Contains(Text(reader.ValueSpan)) : _numbers.IsIn(Text(reader.ValueSpan))))
                    return true;
            }

            return false;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return IsIn(Text(body)); // Cut, or never JSON.
        }
    }

    /// <summary>Whether a text is one of them.</summary>
    /// <param name="text">An identifier as somebody sent it.</param>
    public bool Is(string text) => _whole.Contains(text) || _whole.Contains(text.Trim()) || (Address(text) is { } address && _addresses.Contains(address, StringComparer.OrdinalIgnoreCase));

    private bool IsIn(string text)
    {
        for (var layer = 0; layer <= Layers; layer++)
        {
            if (IsInPlain(text))
                return true;
            var decoded = Decoded(text);
            if (decoded == text)
                break;
            text = decoded;
        }

        return false;
    }

    private bool IsInPlain(string text)
    {
        if (_whole.Contains(text) || _numbers.IsIn(text))
            return true;
        foreach (var word in _words)
        {
            if (Stands(text, word, StringComparison.Ordinal, char.IsLetterOrDigit, static (after, _) => char.IsLetterOrDigit(after)))
                return true;
        }

        foreach (var address in _addresses)
        {
            if (Stands(text, address, StringComparison.OrdinalIgnoreCase, static before => char.IsLetterOrDigit(before) || before is '.' or '_' or '-' or '+',
                static (after, next) => char.IsLetterOrDigit(after) || (after is '.' or '-' && char.IsLetterOrDigit(next))))
                return true;
        }

        return false;
    }

    // Somebody else's address may hold this one: jo.ann@example.com, ann@example.com.au.
    private static bool Stands(string text, string word, StringComparison comparison, Func<char, bool> joinsBefore, Func<char, char, bool> joinsAfter)
    {
        for (var at = text.IndexOf(word, comparison); at >= 0; at = text.IndexOf(word, at + 1, comparison))
        {
            var end = at + word.Length;
            if ((at == 0 || !joinsBefore(text[at - 1])) && (end == text.Length || !joinsAfter(text[end], end + 1 < text.Length ? text[end + 1] : ' ')))
                return true;
        }

        return false;
    }

    private static string Decoded(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '\\') < 0)
            return text;
        var raw = Encoding.UTF8.GetBytes(text);
        return Text(new DecodedText(raw, json: text.Contains('\\', StringComparison.Ordinal), new byte[raw.Length], new int[raw.Length + 1], layers: 1).Text);
    }

    private static string? Address(string identifier)
    {
        Span<byte> form = stackalloc byte[MatchingIds.BytesMax];
        var length = identifier.Length > MatchingIds.BytesMax ? 0 : MatchingIds.Email(Encoding.UTF8.GetBytes(identifier), form);
        return length == 0 ? null : Text(form[..length]);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}

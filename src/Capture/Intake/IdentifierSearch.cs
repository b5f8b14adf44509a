using System.Text;
using System.Text.Json;

namespace Kairos.Capture.Intake;

/// <summary>Finds whether a body that was refused mentions a person. What was refused has no shape, so every text in it is looked at.</summary>
/// <remarks>
/// An identifier of six characters or more counts wherever it stands by itself within a text, also percent-encoded, as in a URL; a shorter one
/// only as a whole text, or as a number under a name that identifiers bear: a size or a price is not a person.
/// </remarks>
public sealed class IdentifierSearch
{
    private const int WordLengthMin = 6;
    private static readonly HashSet<string> Names = new(["userId", "anonymousId", "previousId", "id", "user_id", "anonymous_id", "customer_id"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _whole;
    private readonly string[] _words;

    /// <summary>Prepares a search.</summary>
    /// <param name="identifiers">As sent.</param>
    public IdentifierSearch(IEnumerable<string> identifiers)
    {
        _whole = [.. identifiers];
        _words = [.. _whole.Where(static one => one.Length >= WordLengthMin).SelectMany(static one => new[] { one, Uri.EscapeDataString(one) }).Distinct()];
    }

    /// <summary>Whether an event that was refused mentions any of them.</summary>
    /// <param name="refused">The event.</param>
    public bool Suits(QuarantinedEvent refused) =>
        In(refused.Body) || (refused.Envelope is not null && In(Encoding.UTF8.GetBytes($"{{{refused.Envelope}\"batch\":[]}}"))) || (refused.Detail is not null && IsIn(refused.Detail));

    /// <summary>Whether a body mentions any of them.</summary>
    /// <param name="body">JSON, or anything else.</param>
    public bool In(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var name = "";
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && IsIn(reader.GetString()!))
                    return true;
                if (reader.TokenType == JsonTokenType.PropertyName)
                    name = reader.GetString()!;
                else if (reader.TokenType == JsonTokenType.Number && Names.Contains(name) && _whole.Contains(Encoding.UTF8.GetString(reader.ValueSpan)))
                    return true;
            }

            return false;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return IsIn(Encoding.UTF8.GetString(body)); // Cut, or never JSON.
        }
    }

    private bool IsIn(string text)
    {
        if (_whole.Contains(text))
            return true;
        foreach (var word in _words)
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length])))
                    return true;
        }

        return false;
    }
}

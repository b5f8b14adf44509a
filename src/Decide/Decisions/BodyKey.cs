using System.Text.Json;

namespace Kairos.Decide.Decisions;

/// <summary>Finds the write key that a browser put into the body.</summary>
internal static class BodyKey
{
    /// <summary>The text of the body's own member <c>writeKey</c>; null when there is none, or when the body is not JSON.</summary>
    /// <param name="body">The body, UTF-8 JSON.</param>
    public static string? Find(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
            while (json.Read())
            {
                if (json.CurrentDepth != 1 || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("writeKey"u8))
                    continue;
                json.Read();
                return json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null; // Whoever has no key learns nothing more about the body.
        }

        return null;
    }
}

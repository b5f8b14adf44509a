using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Measure.Outcomes;

/// <summary>What one decision showed one person, as far as it is needed to see whether they took it up.</summary>
/// <param name="AtMs">When it was made, ms since 1970 UTC.</param>
/// <param name="Source">How far down the ladder it came from.</param>
/// <param name="Items">What its first list showed, best first.</param>
/// <param name="Last">What the person had looked at last; none when nothing was known.</param>
public sealed record ServedList(long AtMs, string Source, ItemKey[] Items, ItemKey Last)
{
    /// <summary>Reads it from a decision's record, which is passed over but for these few members.</summary>
    /// <param name="record">The record, UTF-8 JSON.</param>
    /// <param name="workspace">Whose it is.</param>
    /// <returns>Null when nothing was shown.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is not of its type.</exception>
    public static ServedList? Read(ReadOnlySpan<byte> record, Workspace workspace)
    {
        var json = new Utf8JsonReader(record);
        var (atMs, last) = (0L, default(ItemKey));
        (string Source, ItemKey[] Items)? shown = null;
        Enter(ref json, JsonTokenType.StartObject);
        while (NextMember(ref json))
        {
            if (json.ValueTextEquals("at"u8) && json.Read())
                atMs = json.GetInt64();
            else if (json.ValueTextEquals("touches"u8))
                last = LastTouched(ref json, workspace);
            else if (json.ValueTextEquals("answer"u8))
                shown = Shown(ref json, workspace);
            else
                json.Skip();
        }

        return shown is { } list ? new ServedList(atMs, list.Source, list.Items, last) : null;
    }

    private static (string Source, ItemKey[] Items)? Shown(ref Utf8JsonReader json, Workspace workspace)
    {
        (string, ItemKey[])? shown = null;
        Enter(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var (source, items) = ("", new List<ItemKey>());
            while (NextMember(ref json))
            {
                if (json.ValueTextEquals("source"u8) && json.Read())
                    source = json.GetString() ?? "";
                else if (json.ValueTextEquals("items"u8))
                    AddIds(ref json, workspace, items);
                else
                    json.Skip();
            }

            shown ??= items.Count > 0 ? (source, [.. items]) : null;
        }

        return shown;
    }

    private static void AddIds(ref Utf8JsonReader json, Workspace workspace, List<ItemKey> to)
    {
        Enter(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            while (NextMember(ref json))
            {
                if (json.ValueTextEquals("id"u8) && json.Read())
                    to.Add(Key(ref json, workspace));
                else
                    json.Skip();
            }
        }
    }

    // A touch is an array whose third value is the item's id, or null.
    private static ItemKey LastTouched(ref Utf8JsonReader json, Workspace workspace)
    {
        var last = default(ItemKey);
        Enter(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            for (var place = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; place++)
            {
                if (place == 2 && json.TokenType == JsonTokenType.String)
                    last = Key(ref json, workspace);
            }
        }

        return last;
    }

    private static void Enter(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (!json.Read() || json.TokenType != expected)
            throw new InvalidOperationException($"Expected {expected} at byte {json.TokenStartIndex}.");
    }

    private static bool NextMember(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static ItemKey Key(ref Utf8JsonReader json, Workspace workspace)
    {
        Span<byte> id = json.ValueSpan.Length <= 256 ? stackalloc byte[256] : new byte[json.ValueSpan.Length];
        return new ItemKey(workspace.Secret.Hash64(KeyDomain.Item, id[..json.CopyString(id)]));
    }
}

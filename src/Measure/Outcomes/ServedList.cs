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
    /// <summary>Reads it from a decision's record.</summary>
    /// <param name="record">The record, UTF-8 JSON.</param>
    /// <param name="workspace">Whose it is.</param>
    /// <returns>Null when nothing was shown.</returns>
    public static ServedList? Read(ReadOnlyMemory<byte> record, Workspace workspace)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        if (!root.TryGetProperty("answer", out var answer))
            return null;
        foreach (var placement in answer.EnumerateArray())
        {
            if (placement.GetProperty("items") is { } items && items.GetArrayLength() > 0)
                return new ServedList(root.GetProperty("at").GetInt64(), placement.GetProperty("source").GetString()!, Keys(items, workspace), LastOf(root, workspace));
        }

        return null;
    }

    private static ItemKey[] Keys(JsonElement items, Workspace workspace)
    {
        var keys = new ItemKey[items.GetArrayLength()];
        var count = 0;
        foreach (var item in items.EnumerateArray())
            keys[count++] = new ItemKey(workspace.Hash64(KeyDomain.Item, item.GetProperty("id").GetString()));
        return keys;
    }

    private static ItemKey LastOf(JsonElement root, Workspace workspace)
    {
        if (!root.TryGetProperty("touches", out var touches))
            return default;
        for (var i = touches.GetArrayLength() - 1; i >= 0; i--)
        {
            if (touches[i][2].GetString() is { } id)
                return new ItemKey(workspace.Hash64(KeyDomain.Item, id));
        }

        return default;
    }
}

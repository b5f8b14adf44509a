using System.Buffers;
using System.Text.Json;

namespace Kairos.Unify.People;

/// <summary>Which members of an answer, or of each thing it lists, are wanted: <c>fields=id,traits</c>.</summary>
internal sealed class FieldChoice
{
    private readonly HashSet<string>? _wanted;

    private FieldChoice(HashSet<string>? wanted) => _wanted = wanted;

    /// <summary>All of them.</summary>
    public static FieldChoice All { get; } = new(null);

    /// <summary>Reads a choice.</summary>
    /// <param name="fields">Names with commas between; null or blank for all.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="unknown">The first name that is none of these.</param>
    /// <returns>Null when there is such a name.</returns>
    public static FieldChoice? Read(string? fields, IReadOnlyList<string> known, out string? unknown)
    {
        unknown = null;
        if (string.IsNullOrWhiteSpace(fields))
            return All;
        var wanted = fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        unknown = wanted.FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? new FieldChoice(wanted) : null;
    }

    /// <summary>Writes the members of an object that are wanted.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="write">Writes the whole object.</param>
    public void Write(Utf8JsonWriter json, Action<Utf8JsonWriter> write)
    {
        if (_wanted is null)
        {
            write(json);
            return;
        }

        var whole = new ArrayBufferWriter<byte>();
        using (var all = new Utf8JsonWriter(whole))
            write(all);
        using var document = JsonDocument.Parse(whole.WrittenMemory);
        json.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject().Where(member => _wanted.Contains(member.Name)))
            member.WriteTo(json);
        json.WriteEndObject();
    }
}

using System.Text.Json;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Where the journal stood when it was last closed in order: it can never end before that, so a last block that is damaged later is not taken for a torn write.</summary>
/// <param name="Sequence">Number of the block after the last.</param>
/// <param name="Positions">Per partition, the position after the last record.</param>
internal sealed record ClosedMark(long Sequence, long[] Positions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads it. An old one stays true: the journal only grows.</summary>
    /// <returns>A mark at the very beginning when there is none, or it cannot be read.</returns>
    public static ClosedMark Read(string folder, int partitions)
    {
        var none = new ClosedMark(0, new long[partitions]);
        try
        {
            return File.Exists(PathOf(folder)) && JsonSerializer.Deserialize<ClosedMark>(File.ReadAllBytes(PathOf(folder)), Json) is { Positions: not null } mark && mark.Positions.Length == partitions ? mark : none;
        }
        catch (JsonException)
        {
            return none;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string folder) => DurableFile.Replace(PathOf(folder), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    private static string PathOf(string folder) => Path.Combine(folder, "closed.json");
}

using System.Text.Json;
using Kairos.Capture.Journal.Segments;

namespace Kairos.Capture.Archive;

/// <summary>How far the archive has come: replaced whole after each write, so that a crash neither loses nor doubles an event.</summary>
/// <param name="Number">The last write that counts; files of later ones are removed at the start.</param>
/// <param name="Positions">Per partition, the position of the first event that is not in the archive.</param>
internal sealed record ArchiveState(long Number, long[] Positions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads it.</summary>
    /// <param name="archive">The archive's folder.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of a journal with other partitions.</exception>
    public static ArchiveState Read(string archive, int partitions)
    {
        var path = PathOf(archive);
        if (!File.Exists(path))
            return new ArchiveState(0, new long[partitions]);
        try
        {
            var state = JsonSerializer.Deserialize<ArchiveState>(File.ReadAllBytes(path), Json)!;
            return state.Positions.Length == partitions ? state : throw new InvalidDataException($"{path} is of a journal with {state.Positions.Length} partitions, not {partitions}.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} cannot be read. Move the archive's folder away: it is written anew from what the journal still holds.", error);
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string archive) => DurableFile.Replace(PathOf(archive), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    private static string PathOf(string archive) => Path.Combine(archive, "state.json");
}

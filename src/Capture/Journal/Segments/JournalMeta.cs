using System.Text.Json;

namespace Kairos.Capture.Journal.Segments;

/// <summary>What never changes about a journal: <c>journal.json</c> in its folder.</summary>
/// <param name="Format">Version of the file format.</param>
/// <param name="Id">Told apart from every other journal by this.</param>
/// <param name="Partitions">How many.</param>
internal sealed record JournalMeta(int Format, Guid Id, int Partitions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Start value of every checksum.</summary>
    public uint Salt => Checksum.Of(Id.ToByteArray(), 0);

    /// <summary>Reads it; when it is gone it is made again from a segment.</summary>
    /// <returns>Null when there is no journal in the folder.</returns>
    /// <exception cref="InvalidDataException">It cannot be read, or another version wrote it.</exception>
    public static JournalMeta? Read(string folder)
    {
        var path = Path.Combine(folder, "journal.json");
        if (ReadFile(path) is { } meta)
            return meta.Format == SegmentHeader.Format && meta.Partitions is > 0 and <= 1024
                ? meta
                : throw new InvalidDataException($"{path}: format {meta.Format} with {meta.Partitions} partitions is not one this version reads (format {SegmentHeader.Format}).");
        foreach (var segment in SegmentPath.All(folder))
            if (SegmentHeader.Read(segment) is { } header)
                return new JournalMeta(SegmentHeader.Format, header.Journal, header.FirstPositions.Length);
        return File.Exists(path) ? throw new InvalidDataException($"{path} cannot be read, and no segment says what it held.") : null;
    }

    /// <summary>Writes it, unless the file says the same already.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, "journal.json");
        if (this != ReadFile(path))
            DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
    }

    private static JournalMeta? ReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<JournalMeta>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException)
        {
            return null; // The segments say the same.
        }
    }
}

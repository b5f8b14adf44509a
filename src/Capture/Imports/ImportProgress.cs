using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Capture.Imports;

/// <summary>How far an import is: what the server has acknowledged, from the first row on. Kept beside the file, so that a run that stopped goes on and a run that ended repeats nothing.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Offset">Bytes of the rows, inflated.</param>
/// <param name="Hash">SHA-256 of these bytes, in hexadecimal.</param>
/// <param name="Lines">Lines of them.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Rejected">Rows of these that were refused.</param>
/// <param name="At">When this was noted.</param>
internal sealed record ImportProgress(string Server, long Offset, string Hash, long Lines, long Rows, long Rejected, DateTimeOffset At)
{
    /// <summary>Version of this note.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Reads a note.</summary>
    /// <param name="path">Its path; null for none.</param>
    /// <param name="note">The note; null when there is none.</param>
    /// <returns>Why it cannot be read, or null.</returns>
    public static RowFault? TryRead(string? path, out ImportProgress? note)
    {
        note = null;
        if (path is null || !File.Exists(path))
            return null;
        try
        {
            note = JsonSerializer.Deserialize(File.ReadAllBytes(path), ImportProgressJson.Default.ImportProgress);
            if (note is { Version: 1, Offset: >= 0, Hash.Length: 64 })
                return null;
        }
        catch (JsonException)
        {
            // As good as any other file that is no note.
        }

        return new RowFault("progress-unreadable", $"{path} is not the note of an import. Name another file with --progress, or remove it.");
    }

    /// <summary>Writes the note, whole or not at all.</summary>
    public void Write(string path)
    {
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(this, ImportProgressJson.Default.ImportProgress));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}

/// <summary>The note as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportProgress))]
internal sealed partial class ImportProgressJson : JsonSerializerContext;

using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>Lines of JSON, one for each row that was refused: line, column, code, detail. The rows themselves are not in it.</summary>
/// <param name="path">Its path; null to write nothing.</param>
/// <param name="append">Whether to go on behind what an earlier run wrote.</param>
internal sealed class RejectsFile(string? path, bool append) : IDisposable
{
    private readonly FileStream? _file = path is null ? null : new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>Writes rows.</summary>
    public void Write(IEnumerable<RejectedRow> rows)
    {
        if (_file is null)
            return;
        foreach (var (line, code, detail, column) in rows)
        {
            using (var json = new Utf8JsonWriter(_file, CallLine.Plain))
            {
                json.WriteStartObject();
                json.WriteNumber("line", line);
                if (column > 0)
                    json.WriteNumber("column", column);
                json.WriteString("code", code);
                json.WriteString("detail", detail);
                json.WriteEndObject();
            }

            _file.Write("\n"u8);
        }

        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}

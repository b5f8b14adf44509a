using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Kairos.Learn.Evaluation;

/// <summary>Reads a table of records with a header.</summary>
/// <remarks>
/// The separator is the one of comma, bar, semicolon and tab that the header has most of. Cells may be quoted, with doubled quotes and line
/// ends inside; blanks around cells do not count. UTF-8, or Latin-1 when it is not. <c>.gz</c> is read as is.
/// </remarks>
public sealed class RecordFile
{
    private RecordFile(string path, string[] header, List<string[]> rows, List<int> lines) => (Path, Header, Rows, Lines) = (path, header, rows, lines);

    /// <summary>Its path as given.</summary>
    public string Path { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The records, each with a cell for each column.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>For each record the line it begins on, from 1.</summary>
    public IReadOnlyList<int> Lines { get; }

    /// <summary>Reads one file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="file">What it holds, unless refused.</param>
    /// <returns>Why it was refused, or null.</returns>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="InvalidDataException">It ends in <c>.gz</c> and is not compressed.</exception>
    public static FileRefusal? TryRead(string path, out RecordFile file)
    {
        file = new RecordFile(path, [], [], []);
        var text = Text(path);
        if (string.IsNullOrWhiteSpace(text))
            return new FileRefusal(path, 1, 0, "the file is empty; a header is needed");
        var reader = new CellReader(text);
        var header = reader.Row(out _) ?? [];
        var rows = new List<string[]>();
        var lines = new List<int>();
        while (reader.Row(out var line) is { } row)
        {
            if (row.Length == 1 && row[0].Length == 0)
                continue;
            if (reader.OpenQuote is var (openLine, openColumn) && openLine > 0)
                return new FileRefusal(path, openLine, openColumn, "the quote that begins here has no end");
            if (row.Length != header.Length)
                return new FileRefusal(path, line, Math.Min(row.Length, header.Length) + 1, $"{row.Length} columns where the header has {header.Length}");
            rows.Add(row);
            lines.Add(line);
        }
        file = new RecordFile(path, header, rows, lines);
        return null;
    }

    /// <summary>The number of a column by its name, from 0, or -1. Upper and lower case are the same.</summary>
    /// <param name="name">A name.</param>
    public int Find(string name) => Header.ToList().FindIndex(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase));

    private static string Text(string path)
    {
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            unpacked.CopyTo(bytes);
        }
        else
        {
            file.CopyTo(bytes);
        }
        var all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        return (Utf8.IsValid(all) ? Encoding.UTF8 : Encoding.Latin1).GetString(all).TrimStart('\uFEFF');
    }
}

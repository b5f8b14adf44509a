using System.Globalization;
using System.IO.Compression;
using Kairos.Capture.Events;

namespace Kairos.Learn.Evaluation;

/// <summary>Reads tab-separated clicks: <c>session item time</c>, and <c>category</c> and <c>order</c> when there are such columns.</summary>
/// <remarks>
/// Names in the header are matched leniently (<c>SessionId</c>, <c>session_id</c>, <c>session</c>). Times are seconds or milliseconds
/// since 1970 or ISO 8601. Rows may come in any order: clicks are sorted by time, then by <c>order</c>, then by line. Several files may
/// be read one after the other; an item has the same key in all of them. <c>.gz</c> is read as is.
/// </remarks>
public sealed class SessionFile
{
    private static readonly string[][] Names = [["session", "sessionid"], ["item", "itemid"], ["time", "timestamp"], ["category"], ["order"]];
    private readonly Dictionary<string, ulong> _items = [];
    private readonly Dictionary<string, ulong> _categories = [];

    /// <summary>Reads one file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="log">The clicks, unless refused.</param>
    /// <returns>Why the file was refused, or null.</returns>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public FileRefusal? TryRead(string path, out SessionLog log)
    {
        log = new SessionLog([], 0);
        using var file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        if (text.ReadLine() is not { } header)
            return new FileRefusal(path, 1, 0, "the file is empty; a header with session, item and time is needed");
        var titles = header.TrimStart('\uFEFF').Split('\t').Select(Plain).ToList();
        var columns = Names.Select(names => titles.FindIndex(title => names.Contains(title))).ToArray();
        for (var i = 0; i < 3; i++)
        {
            if (columns[i] < 0)
                return new FileRefusal(path, 1, 0, $"the header names no column '{Names[i][0]}' (columns are separated by tabs)");
        }
        var rows = new List<Row>();
        var sessions = new Dictionary<string, int>();
        for (var line = 2; text.ReadLine() is { } row; line++)
        {
            if (row.Length > 0 && Read(path, line, row, titles.Count, columns, sessions, rows) is { } refusal)
                return refusal;
        }
        log = InOrder(rows, sessions.Count);
        return null;
    }

    private FileRefusal? Read(string path, int line, string row, int width, int[] columns, Dictionary<string, int> sessions, List<Row> rows)
    {
        var cells = row.Split('\t');
        if (cells.Length != width)
            return new FileRefusal(path, line, 0, $"{cells.Length} columns where the header has {width}");
        for (var i = 0; i < 2; i++)
        {
            if (cells[columns[i]].Length == 0)
                return new FileRefusal(path, line, columns[i] + 1, $"the {Names[i][0]} is empty");
        }
        if (ReadTime(cells[columns[2]]) is not { } atMs)
            return new FileRefusal(path, line, columns[2] + 1, $"'{cells[columns[2]]}' is not a time (seconds or milliseconds since 1970, or ISO 8601)");
        var order = 0.0;
        if (columns[4] >= 0 && !double.TryParse(cells[columns[4]], CultureInfo.InvariantCulture, out order))
            return new FileRefusal(path, line, columns[4] + 1, $"'{cells[columns[4]]}' is not a number");
        if (!sessions.TryGetValue(cells[columns[0]], out var session))
            sessions[cells[columns[0]]] = session = sessions.Count;
        var category = columns[3] < 0 || cells[columns[3]].Length == 0 ? 0 : Number(_categories, cells[columns[3]]);
        rows.Add(new Row(session, Number(_items, cells[columns[1]]), category, atMs, order));
        return null;
    }

    private static SessionLog InOrder(List<Row> rows, int sessions)
    {
        var sorted = rows.OrderBy(static row => row.AtMs).ThenBy(static row => row.Order).ToArray(); // Stable: then by line.
        var numbers = new int[sessions];
        Array.Fill(numbers, -1);
        var last = new int[sessions];
        for (int i = 0, next = 0; i < sorted.Length; i++)
        {
            last[sorted[i].Session] = i;
            if (numbers[sorted[i].Session] < 0)
                numbers[sorted[i].Session] = next++;
        }
        var clicks = new LoggedClick[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            var row = sorted[i];
            clicks[i] = new LoggedClick(numbers[row.Session], new ItemKey(row.Item), new SymbolKey(row.Category), row.AtMs, last[row.Session] == i);
        }
        return new SessionLog(clicks, sessions);
    }

    private static long? ReadTime(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return double.IsFinite(number) && Math.Abs(number) < 1e14 ? (long)(Math.Abs(number) < 1e11 ? number * 1000 : number) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : null;
    }

    private static ulong Number(Dictionary<string, ulong> numbers, string text)
    {
        if (!numbers.TryGetValue(text, out var number))
            numbers[text] = number = (ulong)numbers.Count + 1;
        return number;
    }

    private static string Plain(string title) => title.Trim().Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private readonly record struct Row(int Session, ulong Item, ulong Category, long AtMs, double Order);
}

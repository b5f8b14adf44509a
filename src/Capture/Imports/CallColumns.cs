using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>What the columns of a table become in the calls that its rows are made.</summary>
internal sealed class CallColumns
{
    private readonly CallNode _call = new("");
    private readonly List<(CallNode Node, string Title)> _checked = [];
    private readonly ImportKind _kind;
    private readonly int _width;
    private readonly ArrayBufferWriter<byte> _written = new();

    private CallColumns(ImportKind kind, int width) => (_kind, _width) = (kind, width);

    /// <summary>Reads a header.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="kind">What the rows are.</param>
    /// <param name="map">Column to field: what a column is to be called instead; empty to leave it out.</param>
    /// <param name="fault">Why no calls can be made of such rows.</param>
    public static CallColumns? Read(IReadOnlyList<string> header, ImportKind kind, IReadOnlyDictionary<string, string> map, out RowFault? fault)
    {
        var columns = new CallColumns(kind, header.Count);
        fault = map.Keys.FirstOrDefault(name => !header.Contains(name)) is { } missing
            ? new RowFault("no-such-column", $"--map names the column \"{missing}\", which the header has not. It has: {string.Join(", ", header)}.")
            : null;
        for (var column = 0; column < header.Count && fault is null; column++)
        {
            var field = map.TryGetValue(header[column], out var renamed) ? renamed : header[column].Trim();
            if (field.Length > 0)
                fault = columns.Place(field, header[column], column);
            else if (renamed is null)
                fault = new RowFault("no-column-name", "The column has no name. Name it in the header.", column + 1);
        }

        fault ??= columns.Missing();
        return fault is null ? columns : null;
    }

    /// <summary>Writes a row as a call.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
    /// <param name="to">Receives it.</param>
    public RowFault? Write(IReadOnlyList<string> cells, long nowMs, ArrayBufferWriter<byte> to)
    {
        if (cells.Count != _width)
            return new RowFault("column-count", $"{cells.Count} columns where the header has {_width}. A cell with the separator in it has to be quoted.", Math.Min(cells.Count, _width) + 1);
        foreach (var (node, title) in _checked)
        {
            if (Check(node, title, cells[node.Column], nowMs) is { } fault)
                return fault;
        }

        _written.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_written, CallLine.Plain))
        {
            json.WriteStartObject();
            if (!Says("type", cells))
                json.WriteString("type"u8, _kind == ImportKind.People ? "identify"u8 : "track"u8);
            _call.WriteMembers(json, cells);
            json.WriteEndObject();
        }

        CallLine.Complete(_written.WrittenSpan, Says("messageId", cells), isEmpty: false, to);
        return null;
    }

    private bool Says(string member, IReadOnlyList<string> cells) => _call.Find(member)?.IsSaid(cells) ?? false;

    private RowFault? Place(string field, string title, int column)
    {
        var path = CallPath.Of(field, _kind);
        if (path.Count > CallPath.DepthMax)
            return new RowFault("bad-column-name", $"The name has more than {CallPath.DepthMax} parts with dots between. Rename it with --map.", column + 1);
        if (path.Exists(static part => part.Length == 0))
            return new RowFault("bad-column-name", $"\"{field}\" is not the name of a field: a name is missing beside a dot.", column + 1);
        if (_kind == ImportKind.People && path[0] == "properties")
            return new RowFault("not-of-people", $"\"{field}\" is of events: import them with --kind events, or rename it with --map \"{title}=traits.{path[^1]}\".", column + 1);
        var node = _call;
        foreach (var part in path)
        {
            node = node.Member(part);
            if (node.Column >= 0)
                return new RowFault("column-twice", $"\"{field}\" is what column {node.Column + 1} is already. Rename one of them with --map, or leave it out with --map \"{title}=\".", column + 1);
        }

        if (node.Members.Count > 0)
            return new RowFault("column-twice", $"Other columns are parts of \"{field}\". Rename it with --map, or leave it out with --map \"{title}=\".", column + 1);
        (node.Column, node.Type) = (column, CallPath.Type(path));
        if (node.Type is CellType.Time or CellType.Consent)
            _checked.Add((node, title));
        return null;
    }

    private RowFault? Missing()
    {
        string? lacks = _call.Find("userId") is null && _call.Find("anonymousId") is null ? "userId or anonymousId, which say who it is"
            : _kind == ImportKind.People ? null
            : _call.Find("event") is null && _call.Find("type") is null ? "event, which says what happened"
            : _call.Find("timestamp") is null ? "timestamp, which says when it happened" : null;
        return lacks is null ? null : new RowFault("no-column", $"No column is {lacks}. Name it in the header, or say which it is: --map COLUMN={lacks.Split(' ', ',')[0]}.");
    }

    private RowFault? Check(CallNode node, string title, string cell, long nowMs)
    {
        if (node.Type == CellType.Consent)
        {
            return string.IsNullOrWhiteSpace(cell) || CellValue.IsYes(cell) is not null ? null
                : new RowFault("consent-unreadable", $"\"{title}\" says \"{RowFaults.Short(Encoding.UTF8.GetBytes(cell))}\". Write true or false, or leave the cell empty.", node.Column + 1);
        }

        if (!string.IsNullOrWhiteSpace(cell))
            return RowFaults.OfTime(Encoding.UTF8.GetBytes(cell), node.Column + 1, nowMs);
        return _kind == ImportKind.People ? null : new RowFault("no-time", $"\"{title}\" is empty: the row does not say when it happened.", node.Column + 1);
    }
}

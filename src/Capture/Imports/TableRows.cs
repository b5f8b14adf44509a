using System.Buffers;
using System.Text;

namespace Kairos.Capture.Imports;

/// <summary>A table with a header: each row becomes a call.</summary>
internal sealed class TableRows : IImportRows
{
    private const string OtherSeparators = ";\t|";
    private readonly CsvReader _reader;
    private readonly CallColumns _columns;
    private readonly long _nowMs;

    private TableRows(CsvReader reader, CallColumns columns, long nowMs) => (_reader, _columns, _nowMs) = (reader, columns, nowMs);

    public long Line => _reader.Line;

    public long Lines => _reader.Lines;

    public RowFault? Fault { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <param name="feed">The file.</param>
    /// <param name="request">What it is.</param>
    /// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The rows; or why there are none.</returns>
    public static async Task<(TableRows? Rows, RowFault? Fault)> Open(ByteFeed feed, ImportRequest request, long nowMs, CancellationToken cancel)
    {
        if (request.Kind is not { } kind)
            return (null, new RowFault("no-kind", "The file is a table: say what its rows are with --kind people or --kind events."));
        var reader = new CsvReader(feed, (byte)request.Separator);
        switch (await reader.Read(cancel))
        {
            case RowRead.End:
                return (null, new RowFault("empty-file", "The file is empty. A table begins with a header that names its columns."));
            case RowRead.Refused or RowRead.Broken:
                return (null, reader.Fault);
        }

        var header = reader.Cells.ToList();
        if (Refuse(header, request.Separator) is { } fault)
            return (null, fault);
        var columns = CallColumns.Read(header, kind, request.Map, out var wrong);
        return (columns is null ? null : new TableRows(reader, columns, nowMs), wrong);
    }

    public void GoOn(long lines) => _reader.Lines = lines;

    public async ValueTask<RowRead> Read(ArrayBufferWriter<byte> to, CancellationToken cancel)
    {
        var read = await _reader.Read(cancel);
        Fault = read == RowRead.Call ? _columns.Write(_reader.Cells, _nowMs, to) : _reader.Fault;
        return read == RowRead.Call && Fault is not null ? RowRead.Refused : read;
    }

    private static RowFault? Refuse(List<string> header, char separator)
    {
        if (header.Exists(static title => title.Contains('\0', StringComparison.Ordinal)))
            return new RowFault("not-text", "The header has zero bytes in it: this is no text, or it is UTF-16. Save the file as UTF-8.");
        if (header.Exists(static title => title.Contains('\r', StringComparison.Ordinal)))
            return new RowFault("line-ends", "The lines end in carriage returns alone. Save the file with line feeds: tr '\\r' '\\n'.");
        if (header.Count == 1 && OtherSeparators.FirstOrDefault(sign => sign != separator && header[0].Contains(sign, StringComparison.Ordinal)) is var other and not '\0')
            return new RowFault("other-separator", $"The columns seem to be separated by {Name(other)} and not by {Name(separator)}. Say so: --separator {(other == '\t' ? "tab" : $"'{other}'")}.");
        return null;
    }

    private static string Name(char sign) => sign switch { ';' => "semicolons", '\t' => "tabs", '|' => "bars", ',' => "commas", _ => $"'{sign}'" };
}

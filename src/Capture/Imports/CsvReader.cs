using System.Text;

namespace Kairos.Capture.Imports;

/// <summary>Takes a stream of separated cells apart, row by row: quoted cells, doubled quotes and line ends within them, LF or CRLF. Source: RFC 4180.</summary>
/// <remarks>A quote within a cell that does not begin with one is a letter like any other. Holds one row.</remarks>
/// <param name="feed">The file.</param>
/// <param name="separator">What stands between cells.</param>
internal sealed class CsvReader(ByteFeed feed, byte separator)
{
    private readonly List<string> _cells = [];

    /// <summary>The cells of the latest row.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>The line that the latest row begins on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines passed.</summary>
    public long Lines { get; set; }

    /// <summary>Why the latest row cannot be read.</summary>
    public RowFault? Fault { get; private set; }

    /// <summary>Reads the next row that is not blank.</summary>
    public async ValueTask<RowRead> Read(CancellationToken cancel)
    {
        while (true)
        {
            var row = new CsvRow(separator);
            Line = Lines + 1;
            var (isWhole, isEnd) = (row.Scan(feed.Window.Span), false);
            while (!isWhole && !isEnd && row.Length <= RowFaults.RowBytesMax)
            {
                isEnd = !await feed.Fill(cancel);
                isWhole = row.Scan(feed.Window.Span);
            }

            if (isEnd && row.Length == 0)
                return RowRead.End;
            if (row.InQuotes)
                return Broken(row);
            if (row.Length > RowFaults.RowBytesMax)
                return await TooLong(row, isWhole, cancel);
            if (isEnd)
                row.EndRow(feed.Window.Span);
            Lines += isWhole ? row.Feeds : row.Feeds + 1;
            Fault = row.IsBlank ? null : Take(row);
            feed.Pass(row.Length);
            if (!row.IsBlank)
                return Fault is null ? RowRead.Call : RowRead.Refused;
        }
    }

    private async ValueTask<RowRead> TooLong(CsvRow row, bool isWhole, CancellationToken cancel)
    {
        feed.Pass(row.Length);
        if (!isWhole)
            await feed.PassLine(cancel);
        Lines += isWhole ? row.Feeds : row.Feeds + 1;
        Fault = RowFaults.LineTooLong;
        return RowRead.Refused;
    }

    private RowRead Broken(CsvRow row)
    {
        Line += row.QuoteFeeds;
        Fault = new RowFault("open-quote",
            $"The quote that begins here does not end within {RowFaults.RowBytesMax / 1024} KB. Close it; a quote within a quoted cell is written twice.", row.Column);
        return RowRead.Broken;
    }

    private RowFault? Take(CsvRow row)
    {
        var bytes = feed.Window.Span[..row.Length];
        if (RowFaults.NotUtf8(bytes) is { } fault)
            return fault;
        if (row.Stray > 0)
            return new RowFault("csv-quote", "Letters follow the end of a quoted cell. A quote within a quoted cell is written twice.", row.Stray);
        _cells.Clear();
        foreach (var (start, length, quoted) in row.Cells)
        {
            var cell = Encoding.UTF8.GetString(bytes.Slice(start, length));
            _cells.Add(quoted ? cell.Replace("\"\"", "\"", StringComparison.Ordinal) : cell);
        }

        return null;
    }
}

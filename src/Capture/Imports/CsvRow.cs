namespace Kairos.Capture.Imports;

/// <summary>Finds the end of one row and where its cells are, as more and more of it is read.</summary>
/// <param name="separator">What stands between cells.</param>
internal sealed class CsvRow(byte separator)
{
    private enum At
    {
        CellBegin,
        Plain,
        Quoted,
        QuoteEnded,
        Astray,
    }

    private readonly List<(int Start, int Length, bool Quoted)> _cells = [];
    private At _at;
    private int _start;
    private int _quoteEnd;

    /// <summary>The cells: where, and whether they were quoted; then without their quotes, doubled ones as they are.</summary>
    public IReadOnlyList<(int Start, int Length, bool Quoted)> Cells => _cells;

    /// <summary>Bytes of the row, its line end among them, as far as was read.</summary>
    public int Length { get; private set; }

    /// <summary>Line feeds in it.</summary>
    public int Feeds { get; private set; }

    /// <summary>Line feeds before the latest quoted cell.</summary>
    public int QuoteFeeds { get; private set; }

    /// <summary>The column that is being read, from 1.</summary>
    public int Column => _cells.Count + 1;

    /// <summary>The first column where letters follow the end of a quoted cell, from 1; 0 for none.</summary>
    public int Stray { get; private set; }

    /// <summary>Whether a quote is open.</summary>
    public bool InQuotes => _at == At.Quoted;

    /// <summary>Whether nothing is in it but its line end.</summary>
    public bool IsBlank => _cells is [(_, 0, false)];

    /// <summary>Reads on, in a window that begins with the row.</summary>
    /// <returns>Whether the row is whole.</returns>
    public bool Scan(ReadOnlySpan<byte> window)
    {
        while (Length < window.Length)
        {
            var letter = window[Length++];
            Feeds += letter == '\n' ? 1 : 0;
            if (_at == At.Quoted || (_at == At.QuoteEnded && letter == '"'))
                Quoted(letter);
            else if (letter == separator)
                EndCell(Length - 1);
            else if (letter == '\n')
            {
                EndRow(window, Length - 1);
                return true;
            }
            else
                Step(letter);
        }

        return false;
    }

    /// <summary>Ends the row where the file ends.</summary>
    public void EndRow(ReadOnlySpan<byte> window) => EndRow(window, Length);

    private void EndRow(ReadOnlySpan<byte> window, int end) => EndCell(end > 0 && window[end - 1] == '\r' ? end - 1 : end);

    private void Quoted(byte letter)
    {
        if (_at == At.QuoteEnded)
            _at = At.Quoted; // It was the first of two.
        else if (letter == '"')
            (_at, _quoteEnd) = (At.QuoteEnded, Length - 1);
    }

    private void Step(byte letter)
    {
        switch (_at)
        {
            case At.CellBegin when letter == '"':
                (_at, _start, QuoteFeeds) = (At.Quoted, Length, Feeds);
                break;
            case At.CellBegin:
                (_at, _start) = (At.Plain, Length - 1);
                break;
            case At.QuoteEnded when letter != '\r':
                (_at, Stray) = (At.Astray, Stray == 0 ? Column : Stray);
                break;
        }
    }

    private void EndCell(int end)
    {
        _cells.Add(_at switch
        {
            At.CellBegin => (end, 0, false),
            At.Plain => (_start, Math.Max(0, end - _start), false),
            _ => (_start, _quoteEnd - _start, true),
        });
        _at = At.CellBegin;
    }
}

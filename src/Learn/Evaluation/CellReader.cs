using System.Text;

namespace Kairos.Learn.Evaluation;

/// <summary>Takes a text of separated cells apart, row by row.</summary>
internal sealed class CellReader
{
    private const string Separators = ",|;\t";

    private readonly string _text;
    private readonly char _separator;
    private int _at;
    private int _line = 1;

    /// <param name="text">The text; its first line says what separates cells.</param>
    public CellReader(string text)
    {
        _text = text;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = text.AsSpan(0, end < 0 ? text.Length : end).ToString();
        _separator = Separators.MaxBy(sign => first.Count(letter => letter == sign)); // Of equals the first.
    }

    /// <summary>Line and column, from 1, of a quote that never ended; zeros when there is none.</summary>
    public (int Line, int Column) OpenQuote { get; private set; }

    /// <summary>The cells of the next row, trimmed, or null at the end.</summary>
    /// <param name="line">The line the row begins on, from 1.</param>
    public string[]? Row(out int line)
    {
        line = _line;
        if (_at >= _text.Length)
            return null;
        var cells = new List<string>();
        while (true)
        {
            cells.Add(Cell(cells.Count + 1));
            if (_at < _text.Length && _text[_at++] == _separator)
                continue; // At the end of a row _at now stands behind its line feed.
            _line++;
            return [.. cells];
        }
    }

    private string Cell(int column)
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' && _text[_at] != _separator)
            _at++;
        var quoted = _at < _text.Length && _text[_at] == '"' ? Quoted(column) : "";
        var start = _at;
        while (_at < _text.Length && _text[_at] != '\n' && _text[_at] != _separator)
            _at++;
        var rest = _text.AsSpan(start, _at - start).Trim();
        return quoted.Length == 0 ? rest.ToString() : rest.Length == 0 ? quoted.Trim() : quoted + rest.ToString();
    }

    private string Quoted(int column)
    {
        var opened = (_line, column);
        var cell = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                if (_at + 1 >= _text.Length || _text[_at + 1] != '"')
                {
                    _at++;
                    return cell.ToString();
                }
                _at++;
            }
            _line += _text[_at] == '\n' ? 1 : 0;
            cell.Append(_text[_at]);
        }
        OpenQuote = opened;
        return cell.ToString();
    }
}

using System.Buffers;

namespace Kairos.Capture.Imports;

/// <summary>Rows that are sent at once, and those between them that were refused before.</summary>
internal sealed class ImportBatch
{
    private const int BytesMax = 480 * 1024;
    private const int RowsMax = 1_000;
    private readonly ArrayBufferWriter<byte> _calls = new(BytesMax);
    private readonly ArrayBufferWriter<byte> _body = new(BytesMax);
    private readonly List<(long Line, int Start)> _rows = [];
    private readonly List<RejectedRow> _refused = [];

    /// <summary>Rows to be sent.</summary>
    public int Count => _rows.Count;

    /// <summary>Rows read for it.</summary>
    public int Rows => _rows.Count + _refused.Count;

    /// <summary>Rows that were refused before they were sent.</summary>
    public IReadOnlyList<RejectedRow> Refused => _refused;

    /// <summary>Whether another row might not fit.</summary>
    public bool IsFull => Rows >= RowsMax || _calls.WrittenCount > BytesMax - RowFaults.RowBytesMax;

    /// <summary>How far the file was read with its last row.</summary>
    public ImportProgress? Mark { get; set; }

    /// <summary>Adds a call.</summary>
    /// <param name="line">The line of its row.</param>
    /// <param name="call">The call, as JSON.</param>
    public void Add(long line, ReadOnlySpan<byte> call)
    {
        if (_rows.Count > 0)
            _calls.Write(","u8);
        _rows.Add((line, _calls.WrittenCount));
        _calls.Write(call);
    }

    /// <summary>Adds a row that is not sent.</summary>
    public void Refuse(long line, RowFault fault) => _refused.Add(new RejectedRow(line, fault.Code, fault.Detail, fault.Column));

    /// <summary>The line of a row.</summary>
    /// <param name="index">From 0, of those to be sent.</param>
    public long LineOf(int index) => _rows[index].Line;

    /// <summary>The body of a request with some of the rows. Valid until the next one is asked for.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    public ReadOnlyMemory<byte> Body(int from, int count)
    {
        var end = from + count == _rows.Count ? _calls.WrittenCount : _rows[from + count].Start - 1;
        _body.ResetWrittenCount();
        _body.Write("{\"batch\":["u8);
        _body.Write(_calls.WrittenSpan[_rows[from].Start..end]);
        _body.Write("]}"u8);
        return _body.WrittenMemory;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _calls.ResetWrittenCount();
        _rows.Clear();
        _refused.Clear();
        Mark = null;
    }
}

/// <summary>A row that was refused.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">What is wrong, for a person.</param>
/// <param name="Column">The column, from 1; 0 for the whole row.</param>
internal readonly record struct RejectedRow(long Line, string Code, string Detail, int Column);

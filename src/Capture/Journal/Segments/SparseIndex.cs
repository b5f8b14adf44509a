namespace Kairos.Capture.Journal.Segments;

/// <summary>Where every few hundred kilobytes of a segment lie: offset, block number, commit time and the positions due there, one row after the other.</summary>
/// <param name="partitions">How many partitions the journal has.</param>
internal sealed class SparseIndex(int partitions)
{
    private const int EveryBytes = 256 * 1024;
    private readonly GrowingRows<long> _rows = new();
    private readonly long[] _row = new long[3 + partitions];
    private long _last = long.MinValue;

    private int Stride => 3 + partitions;

    /// <summary>All rows, flat.</summary>
    public ReadOnlySpan<long> Rows => _rows.Rows;

    /// <summary>Notes a block, if enough bytes lie between it and the last one noted. One writer.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="ticks">Its commit time.</param>
    /// <param name="positions">Per partition, the position due when it begins.</param>
    public void Note(long offset, long sequence, long ticks, ReadOnlySpan<long> positions)
    {
        if (_last != long.MinValue && offset - _last < EveryBytes)
            return;
        _last = offset;
        _row[0] = offset;
        _row[1] = sequence;
        _row[2] = ticks;
        positions.CopyTo(_row.AsSpan(3));
        _rows.Add(_row);
    }

    /// <summary>Takes rows that were read back.</summary>
    public void Load(ReadOnlySpan<long> rows) => _rows.Add(rows);

    /// <summary>The last noted block at or before one with a number.</summary>
    public (long Offset, long Sequence)? BySequence(long sequence) => Find(1, sequence);

    /// <summary>The last noted block at which a partition had not passed a position.</summary>
    public (long Offset, long Sequence)? ByPosition(int partition, long position) => Find(3 + partition, position);

    private (long Offset, long Sequence)? Find(int column, long value)
    {
        var rows = Rows;
        var (low, high) = (0, rows.Length / Stride);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rows[middle * Stride + column] <= value)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? null : (rows[(low - 1) * Stride], rows[(low - 1) * Stride + 1]);
    }
}

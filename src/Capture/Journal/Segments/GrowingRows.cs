namespace Kairos.Capture.Journal.Segments;

/// <summary>A list that one thread adds to while others read what is there already, without a lock.</summary>
internal sealed class GrowingRows<T> where T : unmanaged
{
    private T[] _rows = new T[64];
    private int _count;

    /// <summary>What is there now; later additions do not show.</summary>
    public ReadOnlySpan<T> Rows
    {
        get
        {
            var count = Volatile.Read(ref _count); // First: an array seen afterwards holds at least as many.
            return Volatile.Read(ref _rows).AsSpan(0, count);
        }
    }

    /// <summary>Adds rows that become visible together.</summary>
    public void Add(ReadOnlySpan<T> rows)
    {
        if (_count + rows.Length > _rows.Length)
        {
            var larger = new T[Math.Max(_rows.Length * 2, _count + rows.Length)];
            _rows.AsSpan(0, _count).CopyTo(larger);
            Volatile.Write(ref _rows, larger);
        }
        rows.CopyTo(_rows.AsSpan(_count));
        Volatile.Write(ref _count, _count + rows.Length);
    }

    /// <summary>Adds one row.</summary>
    public void Add(T row) => Add(new ReadOnlySpan<T>(in row));
}

using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Transitions;

/// <summary>All rows as they were at one moment. The writer copies a row that is shared before it changes it.</summary>
/// <param name="rows">The rows by item.</param>
internal sealed class FrozenRows(int[]?[] rows) : IFrozenState
{
    private int[]?[] _rows = rows; // A row that is written becomes null.

    /// <summary>Whether a row is to be left as it is. The model's writer asks.</summary>
    public bool Shares(int item, int[]? row)
    {
        var frozen = Volatile.Read(ref _rows);
        return row is not null && item < frozen.Length && ReferenceEquals(Volatile.Read(ref frozen[item]), row);
    }

    public void Write(StateWriter to)
    {
        var frozen = _rows;
        to.Write<int>([.. frozen.Select(static row => row?.Length ?? 0)]);
        for (var item = 0; item < frozen.Length; item++)
        {
            if (frozen[item] is not { } row)
                continue;
            to.Write<int>(row);
            Volatile.Write(ref frozen[item], null);
        }
    }

    public void Release() => Volatile.Write(ref _rows, []);

    public static int[]?[] Read(StateReader from)
    {
        var lengths = from.ReadArray<int>();
        var rows = new int[]?[lengths.Length];
        for (var item = 0; item < rows.Length; item++)
            rows[item] = lengths[item] == 0 ? null : from.ReadArray<int>();
        return rows;
    }
}

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Records by the values of some columns: the rule that two records match when these are all there and equal.</summary>
public sealed class RecordKeys
{
    private readonly int[] _keys;

    /// <summary>Sorts the records.</summary>
    /// <param name="table">The records.</param>
    /// <param name="columns">Numbers of columns.</param>
    public RecordKeys(RecordTable table, IReadOnlyList<int> columns)
    {
        _keys = new int[table.Rows];
        for (var i = 0; i < columns.Count; i++)
        {
            var numbers = new Dictionary<(int, int), int>();
            var cells = table.Columns[columns[i]].Cells;
            for (var row = 0; row < _keys.Length; row++)
            {
                if (_keys[row] < 0 || cells[row] < 0)
                    _keys[row] = -1;
                else if (!numbers.TryGetValue((_keys[row], cells[row]), out var number))
                    numbers[(_keys[row], cells[row])] = _keys[row] = numbers.Count;
                else
                    _keys[row] = number;
            }
        }
        var first = new Dictionary<int, int>();
        foreach (var (key, row) in _keys.Select(static (key, row) => (key, row)))
        {
            if (key < 0)
                continue;
            if (!table.TwoFiles || row >= table.FirstRows)
                PairCount += first.GetValueOrDefault(key);
            if (!table.TwoFiles || row < table.FirstRows)
                first[key] = first.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>How many pairs match.</summary>
    public double PairCount { get; }

    /// <summary>Whether two records match.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public bool Equal(int a, int b) => _keys[a] >= 0 && _keys[a] == _keys[b];
}

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Which pairs of records are compared: those that share a block of at least one key, or all where that is affordable.</summary>
internal sealed class BlockingPlan
{
    private const int KeysMax = 24;

    private readonly RecordTable _table;
    private readonly BlockingKey[] _keys;

    private BlockingPlan(RecordTable table, BlockingKey[] keys) => (_table, _keys) = (table, keys);

    /// <summary>What the blocks are made of; empty when every pair is compared.</summary>
    public IReadOnlyList<string> Keys => Array.ConvertAll(_keys, static key => key.Name);

    /// <summary>Chooses keys by the pairs they cost and the records they cover.</summary>
    /// <param name="table">The records.</param>
    /// <param name="allPairsMax">Where there are no more pairs than this, all are compared.</param>
    /// <param name="pairsMax">Most pairs to compare otherwise.</param>
    public static BlockingPlan For(RecordTable table, long allPairsMax, long pairsMax)
    {
        if (table.PairCount <= allPairsMax)
            return new BlockingPlan(table, []);
        var chosen = new List<(BlockingKey Key, double Pairs, uint Fields)>();
        var budget = pairsMax / 8.0;
        var open = new List<BlockingValues>();
        foreach (var values in BlockingValues.Of(table)) // Single values, whole ones first.
        {
            var coverage = Offer(values.Draft(table), values.Whole ? 0.3 : 0.85);
            if (coverage < 0.85 && !values.IsWords)
                open.Add(values);
        }
        var pairs = from i in Enumerable.Range(0, open.Count) from j in Enumerable.Range(i + 1, Math.Max(0, open.Count - i - 1))
                    where open[i].Field != open[j].Field
                    orderby (open[i].Whole ? 0 : 1) + (open[j].Whole ? 0 : 1)
                    select (open[i], open[j]);
        foreach (var (one, other) in pairs)
        {
            if (chosen.Count >= KeysMax)
                break;
            Offer(one.Draft(table, other), 0.7);
        }
        return new BlockingPlan(table, [.. chosen.Select(static choice => choice.Key)]);

        double Offer(BlockingDraft draft, double coverageMin)
        {
            var left = pairsMax - chosen.Sum(static choice => choice.Pairs);
            var sizeMax = draft.SizeMax(Math.Min(budget, left), out var cost, out var coverage);
            if (coverage >= coverageMin && cost > 0 && chosen.Count < KeysMax)
                chosen.Add((new BlockingKey(draft.Name, draft, sizeMax), cost, draft.Fields));
            return coverage;
        }
    }

    /// <summary>Visits every pair once.</summary>
    /// <typeparam name="T">What visits.</typeparam>
    /// <param name="visitor">Is shown each pair, the lower number first.</param>
    /// <param name="progress">Is told how far it is, 0–1, now and then.</param>
    public void Visit<T>(ref T visitor, Action<double>? progress = null)
        where T : IPairVisitor
    {
        if (_keys.Length == 0)
        {
            for (var a = 0; a < (_table.TwoFiles ? _table.FirstRows : _table.Rows); a++)
            {
                for (var b = _table.TwoFiles ? _table.FirstRows : a + 1; b < _table.Rows; b++)
                    visitor.Visit(a, b);
                if (a % 256 == 0)
                    progress?.Invoke((double)a / _table.Rows);
            }
        }
        for (var k = 0; k < _keys.Length; k++)
        {
            for (var block = 0; block < _keys[k].Count; block++)
                VisitBlock(k, block, ref visitor);
            progress?.Invoke((k + 1.0) / _keys.Length);
        }
    }

    private void VisitBlock<T>(int k, int block, ref T visitor)
        where T : IPairVisitor
    {
        var members = _keys[k].Members(block);
        for (var i = 0; i < members.Length; i++)
        {
            if (_table.TwoFiles && members[i] >= _table.FirstRows)
                return;
            for (var j = i + 1; j < members.Length; j++)
            {
                if ((!_table.TwoFiles || members[j] >= _table.FirstRows) && IsFirst(k, block, members[i], members[j]))
                    visitor.Visit(members[i], members[j]);
            }
        }
    }

    private bool IsFirst(int k, int block, int a, int b)
    {
        for (var earlier = 0; earlier < k; earlier++)
        {
            if (_keys[earlier].FirstShared(a, b) >= 0)
                return false;
        }
        return _keys[k].FirstShared(a, b) == block;
    }
}

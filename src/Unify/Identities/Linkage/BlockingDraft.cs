namespace Kairos.Unify.Identities.Linkage;

/// <summary>A way to sort records into blocks, and what it would cost.</summary>
/// <param name="Name">What the blocks are made of.</param>
/// <param name="Fields">Bits of the fields it looks at.</param>
/// <param name="BlocksOf">For each record the blocks it is in, ascending.</param>
/// <param name="Pairs">For each block how many pairs of records it holds.</param>
internal sealed record BlockingDraft(string Name, uint Fields, int[][] BlocksOf, double[] Pairs)
{
    /// <summary>Makes a draft.</summary>
    /// <param name="name">What the blocks are made of.</param>
    /// <param name="fields">Bits of the fields it looks at.</param>
    /// <param name="table">The records.</param>
    /// <param name="blocksOf">For each record the blocks it is in, ascending.</param>
    /// <param name="count">How many blocks there are.</param>
    public static BlockingDraft Of(string name, uint fields, RecordTable table, int[][] blocksOf, int count)
    {
        var first = new int[count];
        var second = new int[count];
        for (var row = 0; row < blocksOf.Length; row++)
        {
            foreach (var block in blocksOf[row])
                (row < table.FirstRows ? first : second)[block]++;
        }
        var pairs = new double[count];
        for (var block = 0; block < count; block++)
            pairs[block] = table.TwoFiles ? (double)first[block] * second[block] : first[block] * (first[block] - 1.0) / 2;
        return new BlockingDraft(name, fields, blocksOf, pairs);
    }

    /// <summary>The size of the largest block that can be kept, so that all blocks up to that size together hold at most a number of pairs.</summary>
    /// <param name="pairsMax">That number.</param>
    /// <param name="pairs">How many pairs are kept.</param>
    /// <param name="coverage">The share of all records that are in a block that is kept.</param>
    public double SizeMax(double pairsMax, out double pairs, out double coverage)
    {
        pairs = 0;
        var sizeMax = 0.0;
        var sizes = Pairs.Order().ToArray();
        for (int i = 0, end; i < sizes.Length; i = end)
        {
            for (end = i; end < sizes.Length && sizes[end] == sizes[i];)
                end++;
            if (pairs + sizes[i] * (end - i) > pairsMax)
                break;
            pairs += sizes[i] * (end - i);
            sizeMax = sizes[i];
        }
        var covered = 0;
        foreach (var blocks in BlocksOf)
        {
            foreach (var block in blocks)
            {
                if (Pairs[block] > sizeMax)
                    continue;
                covered++;
                break;
            }
        }
        coverage = (double)covered / Math.Max(1, BlocksOf.Length);
        return sizeMax;
    }
}

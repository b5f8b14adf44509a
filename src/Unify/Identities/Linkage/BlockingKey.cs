namespace Kairos.Unify.Identities.Linkage;

/// <summary>Sorts records into blocks; only records that share a block are compared.</summary>
/// <remarks>A record may be in none, in one, or (by the words of a text) in many. Blocks that are too large are left out.</remarks>
internal sealed class BlockingKey
{
    private readonly int[] _starts; // Record r is in the blocks _blocks[_starts[r].._starts[r + 1]], ascending.
    private readonly int[] _blocks;
    private readonly int[] _memberStarts;
    private readonly int[] _members;

    /// <param name="name">For the description of the plan.</param>
    /// <param name="draft">The blocks, of any size.</param>
    /// <param name="sizeMax">Most pairs of a block; larger blocks are left out.</param>
    public BlockingKey(string name, BlockingDraft draft, double sizeMax)
    {
        Name = name;
        var rows = draft.BlocksOf.Length;
        _starts = new int[rows + 1];
        var kept = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            foreach (var block in draft.BlocksOf[row])
            {
                if (draft.Pairs[block] > 0 && draft.Pairs[block] <= sizeMax)
                    kept.Add(block);
            }
            _starts[row + 1] = kept.Count;
        }
        _blocks = [.. kept];
        _memberStarts = new int[draft.Pairs.Length + 1];
        foreach (var block in _blocks)
            _memberStarts[block + 1]++;
        for (var block = 0; block < draft.Pairs.Length; block++)
            _memberStarts[block + 1] += _memberStarts[block];
        _members = new int[_blocks.Length];
        var next = _memberStarts[..^1];
        for (var row = 0; row < rows; row++)
        {
            foreach (var block in Blocks(row))
                _members[next[block]++] = row;
        }
    }

    /// <summary>What the blocks are made of.</summary>
    public string Name { get; }

    /// <summary>How many blocks there are.</summary>
    public int Count => _memberStarts.Length - 1;

    /// <summary>The records of a block, ascending.</summary>
    /// <param name="block">Number of the block.</param>
    public ReadOnlySpan<int> Members(int block) => _members.AsSpan(_memberStarts[block].._memberStarts[block + 1]);

    /// <summary>The first block that two records share, or -1.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public int FirstShared(int a, int b)
    {
        int i = _starts[a], j = _starts[b];
        int iEnd = _starts[a + 1], jEnd = _starts[b + 1];
        while (i < iEnd && j < jEnd)
        {
            int one = _blocks[i], other = _blocks[j];
            if (one == other)
                return one;
            if (one < other)
                i++;
            else
                j++;
        }
        return -1;
    }

    private ReadOnlySpan<int> Blocks(int row) => _blocks.AsSpan(_starts[row].._starts[row + 1]);
}

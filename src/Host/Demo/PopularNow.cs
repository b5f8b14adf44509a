namespace Kairos.Host.Demo;

/// <summary>The baseline that the demo holds recommendations against: the models clicked most so far, the same for everybody.</summary>
public sealed class PopularNow
{
    private readonly Dictionary<string, int> _index;
    private readonly int[] _counts;

    /// <summary>Begins with nothing counted.</summary>
    /// <param name="items">Every item there will be.</param>
    public PopularNow(IEnumerable<string> items)
    {
        _index = items.Distinct().Select((item, index) => (item, index)).ToDictionary(entry => entry.item, entry => entry.index, StringComparer.Ordinal);
        _counts = new int[_index.Count];
    }

    /// <summary>Counts one click. May be called from any thread.</summary>
    /// <param name="item">What was clicked.</param>
    public void Add(string item) => Interlocked.Increment(ref _counts[_index[item]]);

    /// <summary>Whether an item is among the most clicked just now. Of equals, the one named first leads.</summary>
    /// <param name="item">Which.</param>
    /// <param name="k">How many are shown.</param>
    public bool Shows(string item, int k)
    {
        var at = _index[item];
        var mine = Volatile.Read(ref _counts[at]);
        var ahead = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            var other = Volatile.Read(ref _counts[i]);
            if (other > mine || (other == mine && i < at))
                ahead++;
        }

        return mine > 0 && ahead < k;
    }
}

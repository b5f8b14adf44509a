namespace Kairos.Govern.Erasure;

/// <summary>One erasure that is not done yet, and what it has removed so far.</summary>
/// <param name="id">Names its receipt; drawn at random.</param>
/// <param name="target">Whom it is about.</param>
/// <param name="requestedAtMs">When it was asked for, ms since 1970 UTC.</param>
public sealed class ErasureOrder(string id, ErasureTarget target, long requestedAtMs)
{
    private readonly SortedDictionary<string, long> _removed = new(StringComparer.Ordinal);

    /// <summary>Names its receipt.</summary>
    public string Id { get; } = id;

    /// <summary>Whom it is about.</summary>
    public ErasureTarget Target { get; } = target;

    /// <summary>When it was asked for, ms since 1970 UTC.</summary>
    public long RequestedAtMs { get; } = requestedAtMs;

    /// <summary>Whether the journal's marks are on disk.</summary>
    public bool Marked { get; set; }

    /// <summary>Where the journal has the mark of each key, in the key's partition: what was before it goes.</summary>
    public Dictionary<SubjectKey, long> Marks { get; } = [];

    /// <summary>What was removed, by kind.</summary>
    public IReadOnlyDictionary<string, long> Removed
    {
        get
        {
            lock (_removed)
                return new SortedDictionary<string, long>(_removed, StringComparer.Ordinal);
        }
    }

    /// <summary>Counts what was removed.</summary>
    /// <param name="what">What kind of thing, as in <c>events</c>.</param>
    /// <param name="count">How many; of none, nothing is noted.</param>
    public void Count(string what, long count)
    {
        if (count == 0)
            return;
        lock (_removed)
            _removed[what] = _removed.GetValueOrDefault(what) + count;
    }
}

namespace Kairos.Capture.Intake;

/// <summary>The links that the events of one body write, with the earliest and the latest time of each within its hour.</summary>
internal sealed class LinkMarks
{
    private readonly List<ulong> _marks = [];
    private readonly List<(uint First, uint Last)> _times = [];

    public int Count => _marks.Count;

    public (ulong Mark, uint First, uint Last) this[int index] => (_marks[index], _times[index].First, _times[index].Last);

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        _marks.Clear();
        _times.Clear();
    }

    /// <summary>Adds what is said of a link, unless what is there already says as much.</summary>
    /// <param name="mark">The link, the statement and the hour.</param>
    /// <param name="atMs">When within the hour.</param>
    /// <param name="lastCounts">Whether the latest time says something too, or only the earliest.</param>
    /// <returns>Whether it is to be written.</returns>
    public bool Add(ulong mark, uint atMs, bool lastCounts)
    {
        var at = _marks.IndexOf(mark);
        if (at < 0)
        {
            _marks.Add(mark);
            _times.Add((atMs, atMs));
            return true;
        }

        var (first, last) = _times[at];
        if (atMs >= first && (!lastCounts || atMs <= last))
            return false;
        _times[at] = (Math.Min(first, atMs), Math.Max(last, atMs));
        return true;
    }
}

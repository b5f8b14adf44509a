using System.Globalization;
using Kairos.Capture.Journal;

namespace Kairos.Unify.People;

/// <summary>Where a walk through a person's history is: before which place the next page begins, and where each partition ended when the first page was read.</summary>
/// <remarks>
/// What came later is on no page of this walk. Otherwise a message that is sent again meanwhile would move to where the walk has been
/// already, and be on no page at all.
/// </remarks>
internal sealed class HistoryCursor
{
    private readonly SortedDictionary<int, long> _ends = [];

    /// <summary>The place that the page begins before.</summary>
    public EventCursor Before { get; private init; } = EventCursor.Newest;

    /// <summary>The end of a partition as of the first page; settled when it is first asked for.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="partition">From 0.</param>
    public long EndOf(IJournal journal, int partition)
    {
        if (!_ends.TryGetValue(partition, out var end))
            _ends[partition] = end = journal.End(partition);
        return end;
    }

    /// <summary>The cursor of the next page.</summary>
    /// <param name="before">The place it begins before; null at the end of the history.</param>
    public string? Next(string? before) =>
        before is null ? null : before + string.Concat(_ends.Select(static end => string.Create(CultureInfo.InvariantCulture, $"~{end.Key}-{end.Value}")));

    /// <summary>Reads a cursor.</summary>
    /// <param name="text">As sent; null for the newest.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>Whether it was one of these.</returns>
    public static bool TryParse(string? text, out HistoryCursor cursor)
    {
        cursor = new HistoryCursor();
        if (text is null)
            return true;
        var parts = text.Split('~');
        if (!EventCursor.TryParse(parts[0], out var before))
            return false;
        cursor = new HistoryCursor { Before = before };
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Split('-') is not [var first, var second] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var end))
                return false;
            cursor._ends[partition] = end;
        }

        return true;
    }
}

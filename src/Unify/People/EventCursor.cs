using System.Globalization;

namespace Kairos.Unify.People;

/// <summary>The place of an event among a person's, over all partitions: by time of receipt, then by partition and position.</summary>
internal readonly record struct EventCursor(long ReceivedAtMs, int Partition, long Position) : IComparable<EventCursor>
{
    public static EventCursor Newest { get; } = new(long.MaxValue, int.MaxValue, long.MaxValue);

    /// <summary>Makes a page of all that was found: newest first, as many as are wanted.</summary>
    /// <param name="found">What was found, in any order; becomes the page.</param>
    /// <param name="place">The place of each.</param>
    /// <param name="limit">Most a page.</param>
    /// <returns>Where the next page begins, or null at the end.</returns>
    public static string? Page<T>(List<T> found, Func<T, EventCursor> place, int limit)
    {
        found.Sort((a, b) => place(b).CompareTo(place(a)));
        if (found.Count <= limit)
            return null;
        found.RemoveRange(limit, found.Count - limit);
        return place(found[^1]).ToString();
    }

    public int CompareTo(EventCursor other) => (ReceivedAtMs, Partition, Position).CompareTo((other.ReceivedAtMs, other.Partition, other.Position));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReceivedAtMs}-{Partition}-{Position}");

    public static bool TryParse(string text, out EventCursor cursor)
    {
        cursor = default;
        var parts = text.Split('-');
        if (parts.Length != 3 || !Number(parts[0], out var at) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partition) || !Number(parts[2], out var position))
            return false;
        cursor = new EventCursor(at, partition, position);
        return true;
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

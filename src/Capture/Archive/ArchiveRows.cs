using System.Buffers;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Archive;

/// <summary>Events that wait to be written, as bytes: texts are made of them a column at a time, when it is written, so that nothing small lives long.</summary>
internal sealed class ArchiveRows : IDisposable
{
    private const int PageBytes = 256 * 1024;
    private readonly List<byte[]> _pages = [];
    private readonly List<Place> _places = [];
    private int _used;

    private readonly record struct Place(int Partition, long Position, int Page, int Start, int Length);

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>Copies an event's record.</summary>
    public void Add(in JournalRecord record)
    {
        var bytes = record.Payload;
        if (_pages.Count == 0 || _pages[^1].Length - _used < bytes.Length)
        {
            _pages.Add(ArrayPool<byte>.Shared.Rent(Math.Max(PageBytes, bytes.Length)));
            _used = 0;
        }

        bytes.CopyTo(_pages[^1].AsSpan(_used));
        _places.Add(new Place(record.Partition, record.Position, _pages.Count - 1, _used, bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>One value of each event, in the order they were added.</summary>
    public List<T> Values<T>(Cell<T> cell)
    {
        var values = new List<T>(Count);
        foreach (var place in _places)
            values.Add(cell(new ArchiveRow(place.Partition, place.Position, _pages[place.Page].AsSpan(place.Start, place.Length))));
        return values;
    }

    /// <summary>Forgets them.</summary>
    public void Dispose()
    {
        foreach (var page in _pages)
            ArrayPool<byte>.Shared.Return(page);
        _pages.Clear();
        _places.Clear();
    }
}

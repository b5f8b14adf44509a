namespace Kairos.Learn.Training;

/// <summary>A session that may get more clicks, as its writer keeps it.</summary>
public sealed class OpenSession
{
    internal int Number { get; set; } = -1;
    internal int[] Items { get; private set; } = new int[4];
    internal int Count { get; private set; }

    internal ReadOnlySpan<int> Span => Items.AsSpan(0, Count);

    internal void Add(int item)
    {
        if (Count == Items.Length)
        {
            var items = new int[Count * 2];
            Items.CopyTo(items, 0);
            Items = items;
        }
        Items[Count++] = item;
    }

    internal void Restore(int number, ReadOnlySpan<int> items)
    {
        Number = number;
        foreach (var item in items)
            Add(item);
    }

    internal void Reset()
    {
        Number = -1;
        Count = 0;
    }
}

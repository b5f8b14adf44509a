namespace Kairos.Learn.Training;

/// <summary>Remembers the latest message keys, so that an event sent twice is learned once.</summary>
/// <remarks>Two generations: when the younger is full it becomes the older and the older is forgotten, so between one and two capacities are remembered.</remarks>
internal sealed class RecentMessages(int capacity)
{
    private HashSet<ulong> _younger = [];
    private HashSet<ulong> _older = [];

    /// <summary>Remembers a key.</summary>
    /// <returns>Whether it was new.</returns>
    public bool Add(ulong message)
    {
        if (_older.Contains(message) || !_younger.Add(message))
            return false;
        if (_younger.Count >= capacity)
        {
            _older.Clear();
            (_younger, _older) = (_older, _younger);
        }
        return true;
    }
}

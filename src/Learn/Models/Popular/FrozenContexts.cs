using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Popular;

/// <summary>What was popular at one moment, everywhere and by category. A context copies what it shares with this before it changes it.</summary>
internal sealed class FrozenContexts : IFrozenState
{
    private readonly List<Context> _contexts = [];
    private volatile bool _gone;

    /// <summary>One context.</summary>
    /// <param name="Category">Its category; 0 for the whole catalogue.</param>
    /// <param name="Usual">Its long-term ranking.</param>
    /// <param name="Recent">Its short-term ranking.</param>
    /// <param name="Slots">Its numbering of items; null for the whole catalogue.</param>
    /// <param name="Judged">The list that predictions are judged by.</param>
    /// <param name="Numbers">Its times and counts.</param>
    public readonly record struct Context(ulong Category, DecayedRanking Usual, DecayedRanking Recent, ItemSlots? Slots, PopularList Judged, long[] Numbers);

    /// <summary>Whether nothing here is wanted any more.</summary>
    public bool IsGone => _gone;

    public void Add(Context context) => _contexts.Add(context);

    public void Write(StateWriter to)
    {
        to.Write(_contexts.Count);
        foreach (var context in _contexts)
        {
            to.Write(context.Category);
            context.Usual.Write(to);
            context.Recent.Write(to);
            context.Slots?.Write(to);
            to.Write<int>(context.Judged.Items);
            to.Write<float>(context.Judged.Shares);
            to.Write<long>(context.Numbers);
        }
    }

    public void Release()
    {
        _gone = true;
        _contexts.Clear();
    }
}

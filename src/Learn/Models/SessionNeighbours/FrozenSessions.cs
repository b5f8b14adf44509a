using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>All sessions known at one moment: the index, which never changes, and the delta as it was.</summary>
/// <param name="index">Folded sessions.</param>
/// <param name="delta">Sessions since.</param>
/// <param name="folds">How many folds there had been.</param>
internal sealed class FrozenSessions(SessionIndex index, FrozenDelta delta, long folds) : IFrozenState
{
    public void Write(StateWriter to)
    {
        to.Write(folds);
        to.Write(index.First);
        to.Write(index.Sessions);
        to.Write<SessionIndex.SessionHead>(index.Heads);
        to.Write<int>(index.Items);
        to.Write<int>(index.PostingStarts);
        to.Write<int>(index.Postings);
        to.Write<int>(index.Counts);
        delta.Write(to);
    }

    public static (SessionView View, long Folds) Read(StateReader from, int postingsMax)
    {
        var folds = from.Read<long>();
        var index = new SessionIndex
        {
            First = from.Read<int>(),
            Sessions = from.Read<int>(),
            Heads = from.ReadArray<SessionIndex.SessionHead>(),
            Items = from.ReadArray<int>(),
            PostingStarts = from.ReadArray<int>(),
            Postings = from.ReadArray<int>(),
            Counts = from.ReadArray<int>(),
        };
        return (new SessionView(index, FrozenDelta.Read(from, index, postingsMax)), folds);
    }

    public void Release()
    {
        // Nothing is shared that the model would have to copy.
    }
}

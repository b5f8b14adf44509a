using System.Runtime.InteropServices;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Copies the items of a session that ends with a node, oldest first.</summary>
/// <returns>How many.</returns>
internal delegate int SessionItems(int node, Span<int> into);

/// <summary>The sessions of a delta as they were at one moment.</summary>
/// <param name="First">The number of the first session that began after the fold.</param>
/// <param name="Carried">Numbers of the sessions carried over the fold.</param>
/// <param name="Seconds">Per session, when it was last clicked in.</param>
/// <param name="Lengths">Per session, how many clicks it has.</param>
/// <param name="Latest">Per session, the node of its latest click.</param>
/// <param name="Closed">Per session, whether it gets no more.</param>
/// <param name="Items">Finds the items behind a node.</param>
internal sealed record FrozenDelta(int First, int[] Carried, int[] Seconds, int[] Lengths, int[] Latest, bool[] Closed, SessionItems Items)
{
    public void Write(StateWriter to)
    {
        to.Write(First);
        to.Write<int>(Carried);
        to.Write<int>(Seconds);
        to.Write<int>(Lengths);
        to.Write<byte>(MemoryMarshal.AsBytes<bool>(Closed));
        var items = new int[NeighbourScratch.ItemsMax];
        for (var slot = 0; slot < Lengths.Length; slot++)
        {
            if (Lengths[slot] > items.Length)
                items = new int[Lengths[slot] * 2];
            to.Write<int>(items.AsSpan(0, Items(Latest[slot], items)));
        }
    }

    public static SessionDelta Read(StateReader from, SessionIndex index, int postingsMax)
    {
        var (first, carried) = (from.Read<int>(), from.ReadArray<int>());
        var (seconds, lengths, closed) = (from.ReadArray<int>(), from.ReadArray<int>(), from.ReadArray<byte>());
        if (carried.Length > lengths.Length || seconds.Length != lengths.Length || closed.Length != lengths.Length)
            throw new InvalidDataException("The sessions of a delta are not as they are kept.");
        var delta = new SessionDelta(first, carried, index, postingsMax);
        for (var slot = 0; slot < lengths.Length; slot++)
        {
            if (slot >= carried.Length)
                delta.Open();
            var session = delta.SessionAt(slot);
            var items = from.ReadArray<int>();
            for (var i = 0; i < items.Length; i++)
                delta.Append(session, items[i], seconds[slot], fresh: !items.AsSpan(0, i).Contains(items[i]));
            if (closed[slot] != 0)
                delta.Close(session);
        }
        return delta;
    }
}

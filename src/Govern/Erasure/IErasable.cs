namespace Kairos.Govern.Erasure;

/// <summary>When a store's turn is in an erasure.</summary>
public enum ErasurePhase
{
    /// <summary>Views that follow the journal: they have seen the mark, and have stored what it made of them, when they answer.</summary>
    Views = 1,

    /// <summary>The journal itself: its records go, the mark included.</summary>
    Journal = 2,

    /// <summary>What was copied or learned from the journal, and would come back from it before.</summary>
    Copies = 3,
}

/// <summary>Something that holds data of people, and can forget some of them for good. Register each as a service; an erasure asks all of them.</summary>
/// <remarks>Every call may come again after a crash, about people of whom nothing is left: it does the rest, and counts that only.</remarks>
public interface IErasable
{
    /// <summary>Its name in receipts, as in <c>archive</c>.</summary>
    string Store { get; }

    /// <summary>When its turn is.</summary>
    ErasurePhase Phase { get; }

    /// <summary>Forgets people: their bytes are gone from memory and from every file when this answers.</summary>
    /// <param name="orders">The erasures to do together. What was removed is counted in each.</param>
    /// <param name="cancel">The server stops; the erasure is taken up at the next start.</param>
    ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel);
}

/// <summary>Writes into the journal that somebody is erased: from there on they are new.</summary>
public interface IErasureMark
{
    /// <summary>Marks all keys of an erasure, durably, and notes where in <see cref="ErasureOrder.Marks"/>. Asked again for keys that are marked already, it changes nothing.</summary>
    /// <param name="order">The erasure.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False when the journal cannot be written now.</returns>
    ValueTask<bool> Mark(ErasureOrder order, CancellationToken cancel = default);
}

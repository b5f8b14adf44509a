using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Where shards keep people: one transaction holds the people, the journal position they stand for and the message ids seen.</summary>
/// <remarks>
/// A partition has one writer at a time: opening it takes the next epoch, and a checkpoint of an earlier epoch is refused. All members may
/// be called from any thread. Reading is expected to take well under a millisecond and may block.
/// </remarks>
public interface IPeopleStore : IDisposable
{
    /// <summary>Takes over a partition: from now on only checkpoints with the epoch given are committed.</summary>
    /// <param name="partition">From 0.</param>
    ShardOpening Open(int partition);

    /// <summary>The stored form of a person, or null.</summary>
    /// <param name="partition">Their partition.</param>
    /// <param name="person">Who.</param>
    byte[]? Read(int partition, PersonId person);

    /// <summary>Shows everybody stored of a partition, in no particular order.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="withBlobs">Whether their stored form is wanted; else it is empty.</param>
    /// <param name="visit">Is given each; the bytes are valid during the call.</param>
    void Visit(int partition, bool withBlobs, PersonVisitor visit);

    /// <summary>Stores a checkpoint, durably and whole.</summary>
    /// <param name="checkpoint">What to store.</param>
    /// <returns>False when another has taken over the partition: nothing was stored, and the shard must step down.</returns>
    bool Commit(ShardCheckpoint checkpoint);
}

/// <summary>Is shown a stored person.</summary>
/// <param name="person">Who.</param>
/// <param name="blob">Their stored form.</param>
public delegate void PersonVisitor(PersonId person, ReadOnlySpan<byte> blob);

namespace Kairos.Capture.Journal.Segments;

/// <summary>The last committed blocks, by number, up to so many bytes. One writer, any number of readers, no lock.</summary>
/// <param name="bytesMax">Memory that they may take together.</param>
internal sealed class RecentBlocks(long bytesMax)
{
    private const int Slots = 1 << 14;
    private readonly RecentBlock?[] _ring = new RecentBlock?[Slots];
    private long _oldest;
    private long _bytes;

    /// <summary>Adds the next block; the oldest ones make room.</summary>
    public void Add(RecentBlock block)
    {
        if (Volatile.Read(ref _bytes) == 0)
            _oldest = block.Sequence;
        while (_oldest < block.Sequence && (Volatile.Read(ref _bytes) + block.MemoryBytes > bytesMax || block.Sequence - _oldest >= Slots))
            Drop(_oldest++);
        if (Volatile.Read(ref _bytes) + block.MemoryBytes > bytesMax)
        {
            _oldest = block.Sequence + 1;
            block.Release();
            return;
        }
        Interlocked.Add(ref _bytes, block.MemoryBytes);
        Volatile.Write(ref _ring[block.Sequence % Slots], block);
    }

    /// <summary>Takes hold of a block, if it is still here. The caller releases it.</summary>
    public RecentBlock? Take(long sequence)
    {
        var block = Volatile.Read(ref _ring[sequence % Slots]);
        return block is not null && block.Sequence == sequence && block.TryHold() ? block : null;
    }

    /// <summary>Lets go of one block, so that it is read from disk from now on. Any thread.</summary>
    public void Forget(long sequence)
    {
        ref var slot = ref _ring[sequence % Slots];
        if (Volatile.Read(ref slot) is not { } block || block.Sequence != sequence || !ReferenceEquals(Interlocked.CompareExchange(ref slot, null, block), block))
            return;
        Interlocked.Add(ref _bytes, -block.MemoryBytes);
        block.Release();
    }

    /// <summary>Lets go of all blocks.</summary>
    public void Clear()
    {
        for (var i = 0; i < Slots; i++)
            Interlocked.Exchange(ref _ring[i], null)?.Release();
        _bytes = 0;
    }

    private void Drop(long sequence)
    {
        var block = Interlocked.Exchange(ref _ring[sequence % Slots], null);
        if (block is null)
            return;
        Interlocked.Add(ref _bytes, -block.MemoryBytes);
        block.Release();
    }
}

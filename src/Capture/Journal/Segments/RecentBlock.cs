using System.Buffers;

namespace Kairos.Capture.Journal.Segments;

/// <summary>A committed block as raw records in memory, for followers that keep up. Its buffer is pooled: it lives as long as somebody holds it.</summary>
/// <param name="sequence">Its number.</param>
/// <param name="parts">Its partitions.</param>
/// <param name="rawLength">Bytes of records.</param>
internal sealed class RecentBlock(long sequence, BlockPart[] parts, int rawLength)
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(rawLength);
    private int _holders = 1;

    /// <summary>Its number in the journal.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>One per partition present, by partition.</summary>
    public BlockPart[] Parts { get; } = parts;

    /// <summary>Bytes of memory it takes.</summary>
    public int MemoryBytes => _buffer.Length;

    /// <summary>All records, partition after partition.</summary>
    public Memory<byte> Raw => _buffer.AsMemory(0, rawLength);

    /// <summary>Keeps the buffer alive until <see cref="Release"/>.</summary>
    /// <returns>False when it is gone already.</returns>
    public bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }
        return false;
    }

    /// <summary>Lets go; the last one gives the buffer back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}

namespace Kairos.Capture.Journal.Segments;

/// <summary>Who follows which partition.</summary>
/// <param name="partitions">How many partitions the journal has.</param>
internal sealed class Followers(int partitions)
{
    private readonly Lock _gate = new();
    private readonly FollowerSignal[][] _each = NoSignals(partitions);
    private FollowerSignal[] _all = [];
    private bool _shut;

    /// <summary>Whether the journal is closed.</summary>
    public bool IsShut => Volatile.Read(ref _shut);

    /// <summary>Adds a follower of one partition, or of all (-1).</summary>
    public void Add(int partition, FollowerSignal signal)
    {
        lock (_gate)
            Volatile.Write(ref List(partition), [.. List(partition), signal]);
    }

    /// <summary>Removes a follower.</summary>
    public void Remove(int partition, FollowerSignal signal)
    {
        lock (_gate)
            Volatile.Write(ref List(partition), [.. List(partition).Where(other => !ReferenceEquals(other, signal))]);
    }

    /// <summary>Wakes those who follow a partition that has something new. What is new must be visible before.</summary>
    public void Raise(ReadOnlySpan<BlockPart> parts)
    {
        Interlocked.MemoryBarrier(); // What is new is seen by whoever begins to wait from here on.
        foreach (ref readonly var part in parts)
            foreach (var signal in Volatile.Read(ref _each[part.Partition]))
                signal.Raise();
        foreach (var signal in Volatile.Read(ref _all))
            signal.Raise();
    }

    /// <summary>Wakes everybody, so that they let go of files that were replaced.</summary>
    public void RaiseAll()
    {
        Interlocked.MemoryBarrier();
        foreach (var list in _each.Append(_all))
            foreach (var signal in list)
                signal.Raise();
    }

    /// <summary>Ends every wait, now and later.</summary>
    public void Shut()
    {
        lock (_gate)
        {
            Volatile.Write(ref _shut, true);
            Interlocked.MemoryBarrier();
            foreach (var list in _each.Append(_all))
                foreach (var signal in list)
                    signal.Shut();
        }
    }

    private static FollowerSignal[][] NoSignals(int partitions)
    {
        var each = new FollowerSignal[partitions][];
        Array.Fill(each, []);
        return each;
    }

    private ref FollowerSignal[] List(int partition)
    {
        if (partition < 0)
            return ref _all;
        return ref _each[partition];
    }
}

using Kairos.Capture.Events;

namespace Kairos.Capture.Intake;

/// <summary>Remembers who was last known to refuse what, so that a refusal holds even before their shard has seen it, and when they cannot be read in time.</summary>
/// <param name="clock">Orders refusals and reads.</param>
/// <remarks>
/// A table of 65,536 cells without locks; of two people in one cell the later one is remembered. Keys are hashes with the workspace's own
/// secret, so that workspaces share nothing here.
/// </remarks>
public sealed class RefusalMemory(TimeProvider clock)
{
    private readonly ulong[] _cells = new ulong[1 << 16];
    private readonly long[] _since = new long[1 << 16];

    /// <summary>The time now, for <see cref="Allow"/>.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Notes a refusal.</summary>
    /// <param name="person">Who.</param>
    /// <param name="purpose">Index of what it is about.</param>
    public void Refuse(PersonKey person, int purpose)
    {
        var mark = Mark(person, purpose);
        Volatile.Write(ref _since[mark & 0xffff], clock.GetTimestamp());
        Volatile.Write(ref _cells[mark & 0xffff], mark);
    }

    /// <summary>Forgets a refusal that a read no longer found, unless it was noted after the read began.</summary>
    /// <param name="person">Who.</param>
    /// <param name="purpose">Index of what it is about.</param>
    /// <param name="readSince">When the read began, by <see cref="Now"/>.</param>
    public void Allow(PersonKey person, int purpose, long readSince)
    {
        var mark = Mark(person, purpose);
        ref var cell = ref _cells[mark & 0xffff];
        if (Volatile.Read(ref cell) == mark && Volatile.Read(ref _since[mark & 0xffff]) < readSince)
            Interlocked.CompareExchange(ref cell, 0, mark);
    }

    /// <summary>Whether this person was last known to refuse.</summary>
    /// <param name="person">Who.</param>
    /// <param name="purpose">Index of what it is about.</param>
    public bool Refuses(PersonKey person, int purpose)
    {
        var mark = Mark(person, purpose);
        return Volatile.Read(ref _cells[mark & 0xffff]) == mark;
    }

    private static ulong Mark(PersonKey person, int purpose) => (person.Low ^ ((ulong)(purpose + 1) * 0x9E3779B97F4A7C15)) | 1;
}

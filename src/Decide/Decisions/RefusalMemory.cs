using Kairos.Capture.Events;

namespace Kairos.Decide.Decisions;

/// <summary>Remembers who was last seen to refuse what, so that a refusal holds even when the person cannot be read in time.</summary>
/// <remarks>
/// A table of 65,536 cells without locks; of two people in one cell the later one is remembered. Keys are hashes with the workspace's own
/// secret, so that workspaces share nothing here.
/// </remarks>
public sealed class RefusalMemory
{
    private readonly ulong[] _cells = new ulong[1 << 16];

    /// <summary>Notes what a successful read said.</summary>
    /// <param name="person">Who.</param>
    /// <param name="purpose">What it is about.</param>
    /// <param name="refuses">Whether they refuse.</param>
    public void Note(PersonKey person, string purpose, bool refuses)
    {
        var mark = Mark(person, purpose);
        ref var cell = ref _cells[mark & 0xffff];
        if (refuses)
            Volatile.Write(ref cell, mark);
        else if (Volatile.Read(ref cell) == mark)
            Volatile.Write(ref cell, 0);
    }

    /// <summary>Whether this person was last seen to refuse.</summary>
    /// <param name="person">Who.</param>
    /// <param name="purpose">What it is about.</param>
    public bool Refuses(PersonKey person, string purpose)
    {
        var mark = Mark(person, purpose);
        return Volatile.Read(ref _cells[mark & 0xffff]) == mark;
    }

    private static ulong Mark(PersonKey person, string purpose) => (person.Low ^ ((ulong)(uint)string.GetHashCode(purpose) << 20)) | 1;
}

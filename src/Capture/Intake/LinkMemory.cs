namespace Kairos.Capture.Intake;

/// <summary>Which links were lately written, so that an event that says the same again does not write them again. A hint: writing one twice changes nothing.</summary>
/// <remarks>65,536 cells without locks; what collides is written again.</remarks>
public sealed class LinkMemory
{
    private ulong[] _cells = new ulong[1 << 16];

    /// <summary>Forgets all: links are written again from now on.</summary>
    public void Forget() => Volatile.Write(ref _cells, new ulong[1 << 16]);

    internal ulong[] Cells => Volatile.Read(ref _cells);

    internal static bool Has(ulong[] cells, ulong mark) => Volatile.Read(ref cells[mark & 0xffff]) == mark;

    // Into the table that was asked: what was forgotten since then stays forgotten.
    internal static void Note(ulong[] cells, List<ulong> marks)
    {
        foreach (var mark in marks)
            Volatile.Write(ref cells[mark & 0xffff], mark);
    }
}

namespace Kairos.Learn.Snapshots;

/// <summary>Several frozen things as one, written in their order.</summary>
/// <param name="small">Those that are copies already.</param>
/// <param name="large">Those that are let go of when they are written.</param>
internal sealed class FrozenParts(IReadOnlyList<Action<StateWriter>> small, IReadOnlyList<IFrozenState> large) : IFrozenState
{
    /// <summary>A number as a part.</summary>
    public static Action<StateWriter> Number(long number) => to => to.Write(number);

    public void Write(StateWriter to)
    {
        foreach (var write in small)
            write(to);
        foreach (var part in large)
        {
            part.Write(to);
            part.Release();
        }
    }

    public void Release()
    {
        foreach (var part in large)
            part.Release();
    }
}

namespace Kairos.Learn.Snapshots;

/// <summary>What somebody had learned at one moment. It stays as it was while they learn on.</summary>
public interface IFrozenState
{
    /// <summary>Writes it. Any one thread.</summary>
    /// <param name="to">Where to.</param>
    void Write(StateWriter to);

    /// <summary>Lets go of it: what learns on need not keep it as it was. Any thread, any number of times.</summary>
    void Release();
}

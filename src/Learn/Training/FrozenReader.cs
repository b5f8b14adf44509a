using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>All that a reader had learned at one moment: models, remembered messages and open sessions.</summary>
/// <param name="learners">What each workspace's models had learned.</param>
/// <param name="messages">The messages remembered.</param>
/// <param name="withdrawals">Who withdrew.</param>
/// <param name="devices">The open sessions, still being taken.</param>
/// <param name="clicks">How many clicks were learned.</param>
internal sealed class FrozenReader(
    IReadOnlyList<(uint Workspace, IFrozenState State)> learners, Action<StateWriter> messages, Action<StateWriter> withdrawals, FrozenDevices devices, long clicks) : IFrozenState
{
    /// <summary>Ends when all is there to be written; is cancelled when it never will be.</summary>
    public Task Completed => devices.Completed;

    /// <summary>Notes that the rest of it will not be taken.</summary>
    public void GiveUp() => devices.GiveUp();

    public void Write(StateWriter to)
    {
        to.Write(learners.Count);
        foreach (var (workspace, state) in learners)
        {
            to.Write(workspace);
            state.Write(to);
        }
        WriteReader(to);
    }

    /// <summary>Writes what the reader keeps for itself, without the models.</summary>
    public void WriteReader(StateWriter to)
    {
        messages(to);
        withdrawals(to);
        devices.Write(to);
        to.Write(clicks);
    }

    public void Release()
    {
        foreach (var (_, state) in learners)
            state.Release();
    }
}

using Kairos.Capture.Events;

namespace Kairos.Learn.Training;

/// <summary>The open session of one device, in a list from the one silent for longest to the one heard last. Used again when it has ended.</summary>
internal sealed class DeviceSession
{
    public (uint Workspace, ulong Device) Key { get; set; }
    public SessionLearner Learner { get; set; } = null!; // Set whenever it is opened.
    public OpenSession Session { get; } = new();

    /// <summary>Rises from the one silent for longest to the one heard last, and is never used again.</summary>
    public long Order { get; set; }

    public long LastAtMs { get; set; }
    public EventCode LastCode { get; set; }
    public DeviceSession? Quieter { get; set; }
    public DeviceSession? Louder { get; set; }
}

using Kairos.Capture.Events;

namespace Kairos.Learn.Training;

/// <summary>The open session of one device, in a list from the one silent for longest to the one heard last.</summary>
internal sealed class DeviceSession
{
    public (uint Workspace, ulong Device) Key { get; init; }
    public required SessionLearner Learner { get; init; }
    public OpenSession Session { get; } = new();
    public long LastAtMs { get; set; }
    public EventCode LastCode { get; set; }
    public DeviceSession? Quieter { get; set; }
    public DeviceSession? Louder { get; set; }
}

using System.Diagnostics;

namespace Kairos.Host.Commands;

/// <summary>How long this process has run, the runtime's own start included.</summary>
internal static class ProcessAge
{
    public static TimeSpan Now()
    {
        using var process = Process.GetCurrentProcess();
        return TimeProvider.System.GetLocalNow().DateTime - process.StartTime;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kairos.Scenarios.Servers;

/// <summary>Signals of a Unix system that .NET has no name for.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to stop, as a service manager does.</summary>
    public static void Terminate(Process process)
    {
        if (kill(process.Id, SigTerm) != 0 && !process.HasExited)
            throw new InvalidOperationException($"SIGTERM could not be sent: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}

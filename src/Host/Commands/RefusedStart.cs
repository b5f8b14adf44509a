using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary>Turns the failures that an operator can mend into a line and an exit code; a bug keeps its stack trace.</summary>
internal static class RefusedStart
{
    public static async Task<int> Caught(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done; // Ctrl-C or SIGTERM before there was anything to stop.
        }
        catch (StartRefusedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }
}

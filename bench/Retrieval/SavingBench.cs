using System.Diagnostics;
using Kairos.Bench.Servers;
using Kairos.Learn.Snapshots;
using Kairos.Learn.Training;

namespace Kairos.Bench.Retrieval;

/// <summary>What saving the models costs: how long the follower is held up, how much is written, and how long writing and restoring take.</summary>
public static class SavingBench
{
    private const int SessionsPerStep = 1_000; // As the follower takes them.

    public sealed record Result(double FreezeMs, double StepMsMax, long FileBytes, double WriteSeconds, double RestoreSeconds);

    internal static Result Run(ClickReader reader, Func<ClickReader> make)
    {
        using var scratch = new ScratchFolder();
        var path = Path.Combine(scratch.Path, "models.state");
        var (freeze, step, write) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3; round++) // The best of three: the first compiles.
        {
            var started = Stopwatch.GetTimestamp();
            var frozen = reader.Freeze();
            freeze = Math.Min(freeze, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var longest = 0.0;
            for (var more = true; more;)
            {
                started = Stopwatch.GetTimestamp();
                more = reader.FreezeMore(SessionsPerStep);
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            step = Math.Min(step, longest);
            started = Stopwatch.GetTimestamp();
            StateFile.Write(path, frozen.Write, CancellationToken.None);
            write = Math.Min(write, Stopwatch.GetElapsedTime(started).TotalSeconds);
            frozen.Release();
        }

        var restoring = Stopwatch.GetTimestamp();
        StateFile.Read(path, make().Restore);
        return new Result(freeze, step, new FileInfo(path).Length, write, Stopwatch.GetElapsedTime(restoring).TotalSeconds);
    }
}

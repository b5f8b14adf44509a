using System.Diagnostics;
using System.Globalization;

namespace Kairos.Host.Commands;

/// <summary>How long the program has run, the runtime's own start included.</summary>
/// <remarks>
/// A script that becomes the program (<c>exec</c>) began earlier, perhaps with a build: the system counts from there. The script
/// <c>kairos</c> says when it did so, in seconds since 1970.
/// </remarks>
internal static class ProcessAge
{
    /// <summary>The environment variable that says when the program was launched.</summary>
    public const string LaunchedAt = "KAIROS_LAUNCHED_AT";

    public static TimeSpan Now()
    {
        using var process = Process.GetCurrentProcess();
        return Of(process.StartTime.ToUniversalTime(), Environment.GetEnvironmentVariable(LaunchedAt), TimeProvider.System.GetUtcNow());
    }

    /// <summary>The time since the later of the two; what is no time, or is yet to come, does not count.</summary>
    public static TimeSpan Of(DateTimeOffset processStarted, string? launchedAt, DateTimeOffset now)
    {
        if (double.TryParse(launchedAt, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && DateTimeOffset.UnixEpoch.AddSeconds(seconds) is var launched && launched > processStarted && launched <= now)
            return now - launched;
        return now - processStarted;
    }
}

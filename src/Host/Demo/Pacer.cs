using System.Diagnostics;

namespace Kairos.Host.Demo;

/// <summary>Spreads events evenly over time, so that a person can follow.</summary>
/// <param name="eventsPerSecond">How many events a second; 0 for as many as will go.</param>
public sealed class Pacer(double eventsPerSecond)
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long _taken;

    /// <summary>Whether the replay has fallen more than half a second behind its pace.</summary>
    public bool IsBehind => AheadSeconds < -0.5;

    private double AheadSeconds => eventsPerSecond <= 0 ? -1 : Volatile.Read(ref _taken) / eventsPerSecond - Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;

    /// <summary>Waits until it is time for some events.</summary>
    /// <param name="events">How many.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask Take(int events, CancellationToken cancel)
    {
        Interlocked.Add(ref _taken, events);
        var ahead = AheadSeconds;
        if (ahead > 0.002)
            await Task.Delay(TimeSpan.FromSeconds(ahead), cancel);
    }
}

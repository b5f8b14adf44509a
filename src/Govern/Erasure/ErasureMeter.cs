using System.Diagnostics.Metrics;

namespace Kairos.Govern.Erasure;

/// <summary>Metrics of erasures: how many wait, how many were done and how long they took.</summary>
public sealed class ErasureMeter : IDisposable
{
    private readonly Meter _meter = new("Kairos.Govern.Erasure");
    private readonly Counter<long> _done;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    public ErasureMeter()
    {
        _done = _meter.CreateCounter<long>("kairos.erasures.done", description: "Erasures completed.");
        _failed = _meter.CreateCounter<long>("kairos.erasures.failed", description: "Passes that stopped at a store and are tried again.");
        _duration = _meter.CreateHistogram<double>("kairos.erasures.duration", "s", "From the request to the last byte.");
    }

    /// <summary>Shows how many erasures wait or run.</summary>
    /// <param name="pending">Counts them.</param>
    public void Watch(Func<int> pending) => _meter.CreateObservableGauge("kairos.erasures.pending", pending, description: "Erasures asked for and not completed.");

    /// <summary>Counts a completed erasure.</summary>
    /// <param name="took">From the request on.</param>
    public void Done(TimeSpan took)
    {
        _done.Add(1);
        _duration.Record(took.TotalSeconds);
    }

    /// <summary>Counts a pass that stopped.</summary>
    public void Failed() => _failed.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}

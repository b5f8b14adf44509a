using System.Diagnostics.Metrics;
using Kairos.Unify.Shards;

namespace Kairos.Unify;

/// <summary>The meter <c>Kairos.Unify</c>: what the shards of this server do.</summary>
internal sealed class UnifyMeter : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "Kairos.Unify";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _applied;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _late;
    private readonly Counter<long> _broken;
    private readonly Counter<long> _coldReads;
    private readonly Counter<long> _large;
    private readonly Counter<long> _leftOut;
    private readonly Histogram<double> _checkpoint;

    public UnifyMeter()
    {
        _applied = _meter.CreateCounter<long>("kairos.unify.events_applied", "{event}", "Events that changed a person.");
        _repeats = _meter.CreateCounter<long>("kairos.unify.repeats", "{event}", "Events dropped because their message id was known.");
        _late = _meter.CreateCounter<long>("kairos.unify.late", "{event}", "Events too late for a session; they count in totals.");
        _broken = _meter.CreateCounter<long>("kairos.unify.broken", "{record}", "Records that could not be read and were set aside.");
        _coldReads = _meter.CreateCounter<long>("kairos.unify.cold_reads", "{read}", "People read back from the store.");
        _leftOut = _meter.CreateCounter<long>("kairos.unify.identifiers_left_out", "{link}", "Links that an identifier did not take in, because it had as many of their kind as it may.");
        _large = _meter.CreateCounter<long>("kairos.unify.large_identities", "{link}", "Links added to an identifier that has more of them than is likely: an alarm.");
        _checkpoint = _meter.CreateHistogram<double>("kairos.unify.checkpoint_duration", "s", "Time to commit one checkpoint.");
    }

    /// <summary>Shows how far the shards are.</summary>
    public void Watch(IShardHealth health)
    {
        _meter.CreateObservableGauge("kairos.unify.hot_people", () => health.Progress.Sum(static shard => shard.HotPeople), "{person}", "People in memory.");
        _meter.CreateObservableGauge("kairos.unify.lag", () => health.Progress.Select(static shard =>
            new Measurement<long>(shard.Lag, new KeyValuePair<string, object?>("partition", shard.Partition))), "{record}", "Records that wait to be applied.");
    }

    /// <summary>Counts what a shard did in one slice.</summary>
    public void Slice(ShardTally before, ShardTally after, long coldReads, long largeIdentities, long leftOut)
    {
        Add(_applied, after.Applied - before.Applied);
        Add(_repeats, after.Repeats - before.Repeats);
        Add(_late, after.Late - before.Late);
        Add(_broken, after.Broken - before.Broken);
        Add(_coldReads, coldReads);
        Add(_large, largeIdentities);
        Add(_leftOut, leftOut);
    }

    /// <summary>Counts a checkpoint.</summary>
    public void Checkpoint(TimeSpan took) => _checkpoint.Record(took.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private static void Add(Counter<long> counter, long by)
    {
        if (by > 0)
            counter.Add(by);
    }
}

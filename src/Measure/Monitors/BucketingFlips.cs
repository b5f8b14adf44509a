using System.Diagnostics.Metrics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Measure.Monitors;

/// <summary>Counts how often experiments knew an identifier by another key than in its decision before: by design never. One writer, any number of readers.</summary>
/// <remarks>Watches the program, not people: all it keeps is hashes of identifiers and keys, for as long as there is room.</remarks>
public sealed class BucketingFlips : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kairos.Measure";

    /// <summary>Name of the counter.</summary>
    public const string FlipsName = "kairos.measure.bucketing_flips";

    private readonly FlipOptions _options;
    private readonly Meter _meter;
    private readonly Counter<long> _flips;
    private readonly Lock _gate = new();
    private readonly Dictionary<(uint Workspace, PersonKey Identifier), BucketingKey> _last = [];
    private readonly Queue<(uint Workspace, PersonKey Identifier)> _oldest = new();
    private readonly Dictionary<uint, View> _counts = [];

    /// <summary>Makes the counter.</summary>
    /// <param name="options">How many identifiers are remembered.</param>
    /// <param name="meters">Makes meters that listeners can tell apart, when several servers run in one process.</param>
    public BucketingFlips(FlipOptions options, IMeterFactory? meters = null)
    {
        _options = options;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _flips = _meter.CreateCounter<long>(FlipsName, "{decision}", "Decisions in which experiments knew the identifier by another key than before.");
        _flips.Add(0); // So that it is seen to be zero.
    }

    /// <summary>The counts of one workspace.</summary>
    /// <param name="Compared">Decisions that there was an earlier one to compare with.</param>
    /// <param name="Flips">Of those, the ones by another key.</param>
    public readonly record struct View(long Compared, long Flips);

    /// <summary>The counts of a workspace since the server started.</summary>
    /// <param name="workspace">Which.</param>
    public View Of(WorkspaceId workspace)
    {
        lock (_gate)
            return _counts.GetValueOrDefault(workspace.Value);
    }

    /// <summary>Takes the next record of the journal.</summary>
    /// <param name="record">Any record.</param>
    public void Take(in JournalRecord record)
    {
        if (record.Payload.IsEmpty)
            return; // Erased.
        var view = new EventView(record.Payload);
        var header = view.Header;
        if (header.Person.IsNone)
            return;
        if (header.Kind == EventKind.Erased && view.Find(EventField.ErasedHere).IsEmpty)
            Forget(header.Workspace, header.Person); // Whoever comes back is new.
        else if (header.Kind == EventKind.Decision && BucketingRecord.Read(view) is { IsNone: false } key)
            Compare((header.Workspace, header.Person), key);
    }

    /// <summary>Forgets what was known of an identifier. Any thread.</summary>
    /// <param name="workspace">Number of its workspace.</param>
    /// <param name="identifier">Which.</param>
    /// <returns>Whether anything was.</returns>
    public bool Forget(uint workspace, PersonKey identifier)
    {
        lock (_gate)
            return _last.Remove((workspace, identifier));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Compare((uint Workspace, PersonKey Identifier) who, BucketingKey key)
    {
        lock (_gate)
        {
            if (_last.TryGetValue(who, out var before))
            {
                var counts = _counts.GetValueOrDefault(who.Workspace);
                _counts[who.Workspace] = new View(counts.Compared + 1, counts.Flips + (before == key ? 0 : 1));
                if (before != key)
                    _flips.Add(1);
            }
            else
            {
                _oldest.Enqueue(who);
                while (_oldest.Count > _options.IdentifiersMax)
                    _last.Remove(_oldest.Dequeue());
            }

            _last[who] = key;
        }
    }
}

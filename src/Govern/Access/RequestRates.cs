using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kairos.Govern.Audit;

namespace Kairos.Govern.Access;

/// <summary>Bounds how many requests come with one key, or from one person: a script that runs away takes nothing from others. A request that goes on allocates nothing and takes no lock.</summary>
public sealed class RequestRates : IDisposable
{
    private const int CallersMax = 100_000;
    private readonly ConcurrentDictionary<(AuditActorKind Kind, string Id), RequestBudget> _callers = new();
    private readonly TimeProvider _clock;
    private readonly Meter _meter = new("Kairos.Govern.Access");
    private readonly Counter<long> _limited;
    private readonly (long Each, int Burst) _write;
    private readonly (long Each, int Burst) _other;

    /// <summary>Nobody has sent anything yet.</summary>
    /// <param name="options">How many.</param>
    /// <param name="clock">The time.</param>
    public RequestRates(AccessOptions options, TimeProvider clock)
    {
        _clock = clock;
        _write = (Each(options.WriteKeyRequestsPerSecondMax), options.WriteKeyBurstMax);
        _other = (Each(options.SecretKeyRequestsPerSecondMax), options.SecretKeyBurstMax);
        _limited = _meter.CreateCounter<long>("kairos.access.limited", description: "Requests refused since their key, or their person, sends too many, by kind of caller.");
    }

    /// <summary>Counts a request.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <returns>0 when it may go on, else the seconds to wait, rounded up.</returns>
    public int Take(Caller caller)
    {
        var (each, burst) = caller.IsWriteKey ? _write : _other;
        if (each == 0)
            return 0;
        var key = (caller.Actor.Kind, caller.Actor.Id);
        if (!_callers.TryGetValue(key, out var budget))
        {
            if (_callers.Count >= CallersMax)
                _callers.Clear(); // Keys and people that were let in: more than that over years only. All begin anew.
            budget = _callers.GetOrAdd(key, static _ => new RequestBudget());
        }

        var wait = budget.Take(_clock.GetTimestamp(), each, burst);
        if (wait == 0)
            return 0;
        _limited.Add(1, new KeyValuePair<string, object?>("caller", caller.IsWriteKey ? "write-key" : caller.Actor.Kind == AuditActorKind.Person ? "person" : "secret-key"));
        return (int)Math.Min(3_600, ((wait - 1) / _clock.TimestampFrequency) + 1);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private long Each(int perSecond) => perSecond == 0 ? 0 : Math.Max(1, _clock.TimestampFrequency / perSecond);
}

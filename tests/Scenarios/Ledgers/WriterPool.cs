using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>Several clients that write at once into one ledger.</summary>
/// <param name="home">Whose server.</param>
/// <param name="ledger">Where they note what they did.</param>
/// <param name="seed">Of their choices.</param>
/// <param name="writers">How many.</param>
/// <param name="scene">What they write about; null for the usual.</param>
internal sealed class WriterPool(ServerHome home, Ledger ledger, int seed, int writers = 4, Scene? scene = null)
{
    private int _turns;
    private readonly List<Writer> _all = [];

    /// <summary>How often each status was answered; 0 is a broken connection.</summary>
    public IReadOnlyDictionary<int, int> Answers =>
        _all.SelectMany(w => w.Answers).GroupBy(a => a.Key, a => a.Value).ToDictionary(g => g.Key, g => g.Sum());

    /// <summary>Begins to write; the task ends when all have stopped.</summary>
    public Task WriteUntil(CancellationToken stop)
    {
        var turn = _turns++;
        var now = Enumerable.Range(0, writers).Select(w => new Writer($"{seed}.{turn}.{w}", seed + (turn * writers) + w, new CaptureCaller(home), ledger, scene ?? new Scene())).ToList();
        _all.AddRange(now);
        return Task.WhenAll(now.Select(w => Task.Run(() => w.WriteUntil(stop))));
    }

    /// <summary>Writes until so many more events were acknowledged.</summary>
    public async Task Write(int events)
    {
        var enough = ledger.Acknowledged + events;
        using var stop = new CancellationTokenSource();
        var writing = WriteUntil(stop.Token);
        while (ledger.Acknowledged < enough && !writing.IsCompleted)
            await Task.WhenAny(writing, Task.Delay(10, CancellationToken.None));
        await stop.CancelAsync();
        await writing;
    }
}

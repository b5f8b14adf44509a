using System.Collections.Concurrent;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Registry;
using Kairos.Learn.Snapshots;
using Kairos.Learn.Tests.Training;
using Kairos.Learn.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Learn.Tests.Snapshots;

/// <summary>The stage alone, over a journal in memory and a folder of its own, started and stopped at will.</summary>
internal sealed class SavingHost : ILoggerProvider, ILogger
{
    private const long Noon = 1_700_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-test-").FullName;
    private readonly Random _chance = new(11);
    private IHost? _host;
    private long _sent;

    public MemoryJournal Journal { get; } = new(4);

    public ConcurrentQueue<string> Said { get; } = new();

    public string State => Path.Combine(_folder, LearnStage.SavedState);

    public ClickFollower Follower => _host!.Services.GetRequiredService<ClickFollower>();

    public ModelSaving Saving => _host!.Services.GetRequiredService<ModelSaving>();

    /// <summary>Starts the stage and waits until it has caught up.</summary>
    /// <param name="settings">Names without <c>Learn:</c>, and values.</param>
    public async Task Start(params (string Name, string Value)[] settings)
    {
        Said.Clear();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create("Learn:" + one.Name, (string?)one.Value)));
        builder.Logging.AddProvider(this);
        builder.Services.AddSingleton<IJournal>(Journal);
        builder.Services.AddSingleton(new DataFolder(_folder));
        builder.AddLearn();
        _host = builder.Build();
        await _host.StartAsync();
        await Follower.CaughtUp.WaitAsync(Patience);
    }

    public async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>Sends clicks of many devices.</summary>
    public async Task Click(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var batch = JournalBatch.Rent();
            var device = (ulong)_chance.Next(1, 40);
            var atMs = Noon + ++_sent * 1000;
            var writer = new EventWriter(batch, new EventHeader
            {
                Kind = EventKind.Track,
                Workspace = 1,
                Code = EventCode.ProductViewed,
                Message = new MessageKey(0, (ulong)_sent),
                Person = new PersonKey(device << 60, device),
                Device = device,
                HappenedAtMs = atMs,
                ReceivedAtMs = atMs,
            });
            writer.Write(new ItemMention { Key = new ItemKey((ulong)_chance.Next(1, 30)), CategoryKey = new SymbolKey(9), Price = double.NaN, Quantity = 1 });
            writer.End(Journal.Partitions);
            await Journal.Append(batch);
            batch.Return();
        }
    }

    /// <summary>What the models answer; whoever else learned the same journal answers the same.</summary>
    public List<(ulong Item, float Score)> Answers()
    {
        var models = _host!.Services.GetRequiredService<IModels>().Of(new WorkspaceId(1));
        var answers = new List<(ulong, float)>();
        var into = new Candidate[20];
        for (ulong item = 1; item < 30; item++)
        {
            var count = models.Recommend(new RecommendQuery { Session = new[] { new SessionItem(new ItemKey(item), Noon, 1) }, NowMs = Noon, Limit = 20 }, into);
            answers.AddRange(into.Take(count).Select(static one => (one.Item.Value, one.Score)));
        }
        return answers;
    }

    public async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(1, patience.Token);
    }

    public Task UntilApplied() => Until(() => Enumerable.Range(0, 4).All(partition => Follower.Applied(partition) == Journal.End(partition)));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Said.Enqueue($"{logLevel}: {formatter(state, exception)}");

    public void Dispose()
    {
        // Also called by each host that ends; the folder goes with the test.
    }

    public void Remove() => Directory.Delete(_folder, recursive: true);
}

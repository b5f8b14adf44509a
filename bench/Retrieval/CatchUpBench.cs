using System.Diagnostics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Registry;
using Kairos.Learn.Training;
using Microsoft.Extensions.Options;

namespace Kairos.Bench.Retrieval;

/// <summary>How fast the models learn a long journal again, what they then hold, and how long a whole blended answer takes. The events are generated.</summary>
public static class CatchUpBench
{
    public sealed record Result(int Events, double EventsPerSecond, double EventsPerCpuSecond, long ModelBytes, double BytesPerClick, long Folds, double AnswerP50Us, double AnswerP99Us, SavingBench.Result Saving);

    public static Result Run(int items = 100_000, int events = 2_000_000)
    {
        var follower = Options.Create(new FollowerOptions());
        var (registry, reader) = Make(follower);
        var records = Write(items, events);

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < events; i++)
        {
            reader.Read(records.Bytes.AsSpan(records.Starts[i], records.Starts[i + 1] - records.Starts[i]));
            if (i % follower.Value.SettleRecords == 0)
                reader.Settle();
        }
        reader.Settle();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds; // Folds in the background included.
        var saving = SavingBench.Run(reader, () => Make(follower).Reader);
        var models = registry.Of(new WorkspaceId(1));
        var status = models.Status;
        var micros = Ask(models, items);
        return new Result(events, events / seconds, events / cpuSeconds, status.MemoryBytes, (double)status.MemoryBytes / status.Clicks, status.Folds,
            micros[micros.Length / 2], micros[(int)(micros.Length * 0.99)], saving);
    }

    private static (ModelRegistry Registry, ClickReader Reader) Make(IOptions<FollowerOptions> follower)
    {
        var registry = new ModelRegistry(
            [
                new ModelRecipe(static () => new TransitionModel(new TransitionOptions())),
                new ModelRecipe(static () => new NeighbourModel(new NeighbourOptions())),
                new ModelRecipe(static () => new PopularModel(new PopularOptions())),
            ], Options.Create(new BlendOptions()), follower);
        return (registry, new ClickReader(registry, follower.Value));
    }

    private static double[] Ask(WorkspaceModels models, int items)
    {
        var source = new ZipfSessions(items, seed: 99);
        var into = new Candidate[200];
        var sessions = Enumerable.Range(0, 10_000)
            .Select(_ => source.Next().Take(3).Select(item => new SessionItem(new ItemKey(KeyOf(item)), 1_700_000_000_000, 1)).ToArray()).ToArray();
        var micros = new double[sessions.Length];
        Array.Fill(micros, double.MaxValue);
        for (var round = 0; round < 5; round++) // The fastest of five: see RetrievalBench.
        {
            for (var i = 0; i < sessions.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                models.Recommend(new RecommendQuery { Session = sessions[i], NowMs = 1_700_000_000_000, Limit = 200 }, into);
                micros[i] = Math.Min(micros[i], Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }
        Array.Sort(micros);
        return micros;
    }

    private static (byte[] Bytes, int[] Starts) Write(int items, int events)
    {
        var source = new ZipfSessions(items, seed: 7);
        var bytes = new MemoryStream();
        var starts = new int[events + 1];
        var batch = JournalBatch.Rent();
        var written = 0;
        for (ulong device = 1; written < events; device++)
        {
            foreach (var item in source.Next().Take(events - written))
            {
                batch.Clear();
                var writer = new EventWriter(batch, new EventHeader
                {
                    Kind = EventKind.Track,
                    Workspace = 1,
                    Code = EventCode.ProductViewed,
                    Message = new MessageKey(0, KeyOf(written)),
                    Person = new PersonKey(device, device),
                    Device = KeyOf((int)device),
                    HappenedAtMs = 1_600_000_000_000 + written * 10L,
                    ReceivedAtMs = 1_600_000_000_000 + written * 10L,
                });
                writer.Write(new ItemMention { Key = new ItemKey(KeyOf(item)), CategoryKey = new SymbolKey(1 + (ulong)(item % 50)), Price = 9, Quantity = 1 });
                writer.End(1);
                bytes.Write(batch.Bytes[JournalBatch.RecordHeaderBytes..]);
                starts[++written] = (int)bytes.Length;
            }
        }
        return (bytes.ToArray(), starts);
    }

    private static ulong KeyOf(int number) => ((ulong)number + 1) * 0x9E3779B97F4A7C15;
}

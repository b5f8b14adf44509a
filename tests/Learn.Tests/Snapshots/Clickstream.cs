using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Registry;
using Kairos.Learn.Snapshots;
using Kairos.Learn.Training;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Tests.Snapshots;

/// <summary>Clicks drawn from a seed, over two workspaces: repeats, late ones, carts, orders, bots, silences and few devices, so that every bound is met.</summary>
internal sealed class Clickstream
{
    private const long Noon = 1_700_000_000_000;

    /// <summary>Small bounds, so that sessions end early, messages are forgotten, rows are full and folds come often.</summary>
    public static readonly FollowerOptions Follower = new() { OpenSessionsMax = 100, RememberedMessages = 1_000, SessionClicksMax = 6 };

    private readonly List<byte[]> _records = [];

    public Clickstream(int seed, int count)
    {
        var chance = new Random(seed);
        var atMs = Noon;
        var batch = JournalBatch.Rent();
        for (var i = 0; i < count; i++)
        {
            atMs += chance.Next(100) == 0 ? 3_600_000 : chance.Next(4_000);
            var late = chance.Next(20) == 0 ? chance.Next(4_000_000) : 0;
            batch.Clear();
            var device = (ulong)chance.Next(1, 160);
            var writer = new EventWriter(batch, new EventHeader
            {
                Kind = EventKind.Track,
                Flags = chance.Next(30) == 0 ? EventFlags.Bot : EventFlags.None,
                Workspace = chance.Next(4) == 0 ? 2u : 1u,
                Code = chance.Next(10) switch { 0 => EventCode.ProductAdded, 1 => EventCode.OrderCompleted, 2 => EventCode.ProductClicked, _ => EventCode.ProductViewed },
                Message = new MessageKey(0, (ulong)chance.Next(1, count * 4)),
                Person = new PersonKey(device, device),
                Device = device,
                HappenedAtMs = atMs - late,
                ReceivedAtMs = atMs,
            });
            var item = (ulong)(1 + 200 * chance.NextDouble() * chance.NextDouble());
            writer.Write(new ItemMention { Key = new ItemKey(item), CategoryKey = new SymbolKey(item % 5), Price = 9, Quantity = 1 });
            writer.End(1);
            _records.Add(batch.Bytes[JournalBatch.RecordHeaderBytes..].ToArray());
        }
        batch.Return();
    }

    public int Count => _records.Count;

    public void Read(ClickReader reader, int from, int until, Action? between = null)
    {
        for (var i = from; i < until; i++)
        {
            reader.Read(_records[i]);
            between?.Invoke();
        }
    }

    public static (ModelRegistry Registry, ClickReader Reader) Make()
    {
        var registry = new ModelRegistry(
            [
                new ModelRecipe(static () => new TransitionModel(new TransitionOptions { TargetsMax = 8, WindowClicks = 4 })),
                new ModelRecipe(static () => new NeighbourModel(new NeighbourOptions { DeltaClicksMax = 100, SampleSessions = 20, Neighbours = 10 })),
                new ModelRecipe(static () => new PopularModel(new PopularOptions { ListItems = 20 })),
            ], Options.Create(new BlendOptions { ValidateFirst = 300, ValidateEvery = 7 }), Options.Create(Follower));
        return (registry, new ClickReader(registry, Follower));
    }

    /// <summary>All that a reader knows, as bytes that do not depend on when folds happened to end.</summary>
    public static byte[] StateOf(ModelRegistry registry, ClickReader reader)
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        foreach (var (workspace, learner) in registry.Learners)
        {
            writer.Write(workspace);
            foreach (var model in learner.Models.Models)
            {
                if (model is NeighbourModel)
                    continue; // Index and delta share the sessions out by the time a fold ends; what they answer is compared.
                var frozen = model.Freeze();
                frozen.Write(writer);
                frozen.Release();
            }
            learner.Models.Items.Freeze()(writer);
            learner.Models.Blend.Freeze()(writer);
            learner.Models.Progress.Freeze()(writer);
            learner.Models.PopularProgress.Freeze()(writer);
            writer.Write(learner.Models.LearnedClicks);
        }
        var whole = reader.Freeze();
        while (reader.FreezeMore(10))
        {
        }
        whole.WriteReader(writer);
        whole.Release();
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>What the models answer to some hundred sessions.</summary>
    public static List<(ulong Item, float Score, ulong Because, CandidateSource Source)> Answers(ModelRegistry registry)
    {
        var answers = new List<(ulong, float, ulong, CandidateSource)>();
        var into = new Candidate[50];
        foreach (var workspace in (uint[])[1, 2])
        {
            var models = registry.Of(new WorkspaceId(workspace));
            for (ulong item = 1; item < 60; item++)
            {
                SessionItem[] session = [new(new ItemKey(item), Noon, 1), new(new ItemKey(item * 7 % 50), Noon, 1)];
                var count = models.Recommend(new RecommendQuery { Session = session, NowMs = Noon + 90_000_000, Limit = 50 }, into);
                answers.AddRange(into.Take(count).Select(static one => (one.Item.Value, one.Score, one.Because.Value, one.Source)));
            }
            for (ulong category = 0; category < 5; category++)
            {
                var count = models.Popular(new SymbolKey(category), Noon, into);
                answers.AddRange(into.Take(count).Select(static one => (one.Item.Value, one.Score, one.Because.Value, one.Source)));
            }
        }
        return answers;
    }
}

using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Registry;
using Kairos.Learn.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.Learn.Tests.Training;

public sealed class ClickFollowerTests
{
    private const long Noon = 1_700_000_000_000;
    private const long Minute = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly WorkspaceId Shop = new(1);

    private readonly MemoryJournal _journal = new(4);
    private ulong _messages;

    [Fact]
    public async Task What_was_in_the_journal_is_learned_before_it_says_that_it_caught_up()
    {
        for (ulong device = 1; device <= 50; device++)
            await Session(device, 11, 12);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Models.Status.Sessions.ShouldBe(50);
        host.Models.Status.Clicks.ShouldBe(100);
        First(host.Models, 11).ShouldBe(12UL);
        for (var partition = 0; partition < 4; partition++)
            host.Follower.Applied(partition).ShouldBe(_journal.End(partition));
    }

    [Fact]
    public async Task Retention_waits_for_what_was_not_learned_yet()
    {
        await Session(1, 11, 12);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Followers.ShouldBe([host.Follower]);
        for (var partition = 0; partition < 4; partition++)
            host.Follower.Needed(partition).ShouldBe(_journal.End(partition));
    }

    [Fact]
    public async Task A_session_of_a_moment_ago_is_a_neighbour_now()
    {
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        First(host.Models, 21).ShouldBe(0UL);
        await Session(7, 21, 22);
        await Applied(host);
        First(host.Models, 21).ShouldBe(22UL);
    }

    [Fact]
    public async Task Silence_begins_a_new_session()
    {
        await Send(1, 31, Noon);
        await Send(1, 32, Noon + 10 * Minute);
        await Send(1, 33, Noon + 50 * Minute);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Models.Status.Sessions.ShouldBe(2);
    }

    [Fact]
    public async Task Bots_repeats_and_those_who_refused_teach_nothing()
    {
        await Send(1, 41, Noon, flags: EventFlags.Bot);
        await Send(2, 41, Noon, flags: EventFlags.NotForPersonalization);
        await Send(3, 41, Noon, code: EventCode.PageViewed);
        await Send(4, 41, Noon, message: 500);
        await Send(4, 41, Noon, message: 500);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Models.Status.Clicks.ShouldBe(1);
        host.Follower.Clicks.ShouldBe(1);
    }

    [Fact]
    public async Task A_cart_that_follows_its_view_is_no_step_of_its_own()
    {
        await Send(1, 51, Noon);
        await Send(1, 51, Noon + 1, code: EventCode.ProductAdded);
        await Send(1, 52, Noon + 2);
        await Send(1, 51, Noon + 3, code: EventCode.OrderCompleted);
        await Send(2, 53, Noon + 4, code: EventCode.ProductClicked);
        await Send(2, 53, Noon + 5);
        await Send(2, 53, Noon + 6); // A second view of the same page is one.
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Models.Status.Clicks.ShouldBe(4);
        var popular = new Candidate[10];
        host.Models.Popular(default, Noon, popular);
        popular[0].Item.Value.ShouldBe(51UL); // 1 + 2 + 3
    }

    [Fact]
    public async Task Learning_anew_puts_other_models_in_place_that_know_the_journal_and_go_on()
    {
        for (ulong device = 1; device <= 20; device++)
            await Session(device, 71, 72);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        var before = host.Models;
        await host.Follower.Relearn(CancellationToken.None).WaitAsync(Patience);
        var after = host.Registry.Of(Shop);
        after.ShouldNotBeSameAs(before);
        after.Status.Clicks.ShouldBe(before.Status.Clicks);
        First(after, 71).ShouldBe(72UL);

        await Session(50, 81, 82);
        await Applied(host);
        First(host.Registry.Of(Shop), 81).ShouldBe(82UL);
        before.Status.Clicks.ShouldBe(40, "What was replaced learns no more.");
        await host.Follower.Relearn(CancellationToken.None).WaitAsync(Patience);
        First(host.Registry.Of(Shop), 81).ShouldBe(82UL);
    }

    [Fact]
    public async Task Workspaces_never_mix()
    {
        await Session(1, 61, 62);
        using var host = await Start();
        await host.Follower.CaughtUp.WaitAsync(Patience);
        host.Registry.Of(new WorkspaceId(2)).Status.Items.ShouldBe(0);
        host.Registry.Of(Shop).ShouldBeSameAs(host.Models);
    }

    [Fact]
    public async Task The_same_journal_gives_the_same_models()
    {
        var chance = new Random(3);
        for (var i = 0; i < 2000; i++)
            await Send((ulong)chance.Next(1, 100), (ulong)chance.Next(1, 30), Noon + i * 1000);
        using var one = await Start();
        using var other = await Start();
        await Task.WhenAll(one.Follower.CaughtUp, other.Follower.CaughtUp).WaitAsync(Patience);
        for (ulong item = 1; item < 30; item++)
            Found(one.Models, item).ShouldBe(Found(other.Models, item));
    }

    [Fact]
    public void When_there_are_too_many_sessions_the_one_silent_for_longest_ends()
    {
        var sessions = new DeviceSessions(sessionsMax: 2, silenceMs: 30 * Minute);
        var learner = new SessionLearner(ModelSettings.Default.Build(), ModelSettings.Default.Blend);
        var first = sessions.Of((1, 1), learner, Noon);
        sessions.Of((1, 2), learner, Noon + 1);
        sessions.Of((1, 1), learner, Noon + 2).ShouldBeSameAs(first);
        sessions.Of((1, 3), learner, Noon + 3);
        sessions.Count.ShouldBe(2);
        sessions.Of((1, 1), learner, Noon + 4).ShouldBeSameAs(first);
        sessions.Of((1, 4), learner, Noon + 40 * Minute);
        sessions.Count.ShouldBe(1);
    }

    [Fact]
    public void Sessions_are_found_again_however_many_come_and_go() => Gen.Select(Gen.Int[0, 400], Gen.Bool).Array[1, 3000].Sample(steps =>
    {
        var table = new DeviceTable();
        var expected = new Dictionary<(uint, ulong), DeviceSession>();
        foreach (var (device, remove) in steps)
        {
            var key = ((uint)(device % 3), (ulong)device);
            table.Find(key).ShouldBeSameAs(expected.GetValueOrDefault(key));
            if (!expected.TryGetValue(key, out var session))
                table.Add(expected[key] = new DeviceSession { Key = key });
            else if (remove && expected.Remove(key))
                table.Remove(session);
        }
        table.Count.ShouldBe(expected.Count);
        foreach (var (key, session) in expected)
            table.Find(key).ShouldBeSameAs(session);
    }, iter: 30);

    [Fact]
    public void A_message_is_forgotten_only_after_as_many_others_as_are_remembered()
    {
        var messages = new RecentMessages(10);
        messages.Add(1).ShouldBeTrue();
        for (ulong i = 2; i <= 11; i++)
            messages.Add(i).ShouldBeTrue();
        messages.Add(1).ShouldBeFalse();
        for (ulong i = 12; i <= 40; i++)
            messages.Add(i);
        messages.Add(1).ShouldBeTrue();
    }

    private async Task Session(ulong device, params ulong[] items)
    {
        for (var i = 0; i < items.Length; i++)
            await Send(device, items[i], Noon + i * Minute);
    }

    private async Task Send(ulong device, ulong item, long atMs, EventCode code = EventCode.ProductViewed, EventFlags flags = EventFlags.None, ulong message = 0)
    {
        var batch = JournalBatch.Rent();
        var header = new EventHeader
        {
            Kind = EventKind.Track,
            Flags = flags,
            Workspace = Shop.Value,
            Code = code,
            Message = new MessageKey(0, message == 0 ? 1_000_000 + ++_messages : message),
            Person = new PersonKey(device << 60, device),
            Device = device,
            HappenedAtMs = atMs,
            ReceivedAtMs = atMs,
        };
        var writer = new EventWriter(batch, header);
        writer.Write(new ItemMention { Key = new ItemKey(item), CategoryKey = new SymbolKey(9), Price = double.NaN, Quantity = 1 });
        writer.End(_journal.Partitions);
        await _journal.Append(batch);
        batch.Return();
    }

    private async Task<Running> Start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJournal>(_journal);
        builder.AddLearn();
        var host = builder.Build();
        await host.StartAsync();
        return new Running(host);
    }

    private async Task Applied(Running host)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Enumerable.Range(0, 4).Any(partition => host.Follower.Applied(partition) < _journal.End(partition)))
            await Task.Delay(1, patience.Token);
    }

    private static ulong First(WorkspaceModels models, ulong item) => Found(models, item).FirstOrDefault().Item;

    private static (ulong Item, float Score)[] Found(WorkspaceModels models, ulong item)
    {
        var into = new Candidate[20];
        var count = models.Recommend(new RecommendQuery { Session = new[] { new SessionItem(new ItemKey(item), Noon, 1) }, NowMs = Noon, Limit = 20 }, into);
        return [.. into.Take(count).Select(candidate => (candidate.Item.Value, candidate.Score))];
    }

    private sealed class Running(IHost host) : IDisposable
    {
        public ClickFollower Follower { get; } = host.Services.GetRequiredService<ClickFollower>();
        public IEnumerable<IJournalFollower> Followers { get; } = host.Services.GetServices<IJournalFollower>();
        public IModels Registry { get; } = host.Services.GetRequiredService<IModels>();
        public WorkspaceModels Models => Registry.Of(Shop);

        public void Dispose()
        {
            host.StopAsync().GetAwaiter().GetResult();
            host.Dispose();
        }
    }
}

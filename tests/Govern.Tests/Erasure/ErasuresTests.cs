using System.Collections.Concurrent;
using System.Text;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Tests.Erasure;

public sealed class ErasuresTests
{
    private const string Secret = "somebody-who-is-erased";
    private static readonly Workspace Shop = new(new WorkspaceId(1), "shop", new SipKey(1, 2));
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task Every_store_is_asked_in_its_turn_and_the_receipt_tells_what_went()
    {
        using var folder = new TemporaryFolder();
        var asked = new ConcurrentQueue<string>();
        var erasures = Make(folder, new Marking(), Noting("copy", ErasurePhase.Copies, asked), Noting("journal", ErasurePhase.Journal, asked), Noting("view", ErasurePhase.Views, asked));
        await erasures.StartAsync(Soon);
        var begun = (await erasures.Begin(Shop, "userId", Secret, null, Soon)).ShouldBeOfType<ErasureBegin.Begun>().Receipt;
        await erasures.WhenDone(begun.Id, Soon);
        asked.ShouldBe(["view", "journal", "copy"]);
        var receipt = erasures.Find(Shop.Id, begun.Id).ShouldNotBeNull();
        receipt.Status.ShouldBe(ErasureStatus.Done);
        receipt.Removed.ShouldBe(new Dictionary<string, long> { ["copy"] = 1, ["journal"] = 1, ["people"] = 1, ["view"] = 1 }, ignoreOrder: true);
        erasures.Find(new WorkspaceId(2), begun.Id).ShouldBeNull();
        erasures.Latest(Shop.Id, 10).Count.ShouldBe(1);
        (await erasures.Begin(Shop, "shoeSize", "42", null, Soon)).ShouldBeOfType<ErasureBegin.UnknownType>();
        await erasures.StopAsync(Soon);
    }

    [Fact]
    public async Task Once_it_is_done_nothing_on_file_says_whom_it_was_about()
    {
        using var folder = new TemporaryFolder();
        var gate = new TaskCompletionSource();
        var erasures = Make(folder, new Marking(), new Store(ErasurePhase.Views, async _ => await gate.Task) { Name = "slow" });
        await erasures.StartAsync(Soon);
        var id = (await erasures.Begin(Shop, "userId", Secret, null, Soon)).ShouldBeOfType<ErasureBegin.Begun>().Receipt.Id;
        Mentions(folder).ShouldBeGreaterThan(0, "It must be on file, or a crash would lose it.");
        gate.SetResult();
        await erasures.WhenDone(id, Soon);
        Mentions(folder).ShouldBe(0);
        await erasures.StopAsync(Soon);
    }

    [Fact]
    public async Task What_was_interrupted_is_begun_again_with_what_it_had_counted_and_without_another_mark()
    {
        using var folder = new TemporaryFolder();
        var first = Make(folder, new Marking(), new Store(ErasurePhase.Views, orders =>
        {
            orders[0].Count("events", 7);
            return Task.CompletedTask;
        }) { Name = "view" }, new Store(ErasurePhase.Copies, _ => throw new IOException("The disk is full.")) { Name = "copy" });
        await first.StartAsync(Soon);
        var id = (await first.Begin(Shop, "userId", Secret, null, Soon)).ShouldBeOfType<ErasureBegin.Begun>().Receipt.Id;
        while (first.Find(Shop.Id, id)!.Trouble is null)
            await Task.Delay(5, Soon);
        first.Find(Shop.Id, id)!.Trouble.ShouldBe("copy: IOException");
        await first.StopAsync(Soon);

        var mark = new Marking();
        var order = default(ErasureOrder);
        var second = Make(folder, mark, new Store(ErasurePhase.Copies, orders =>
        {
            order = orders[0];
            return Task.CompletedTask;
        }) { Name = "copy" });
        await second.StartAsync(Soon);
        await second.WhenDone(id, Soon);
        mark.Marked.ShouldBe(0);
        order!.Target.Identifiers.ShouldBe([Secret]);
        order.Marks.ShouldBe(new Dictionary<SubjectKey, long> { [new SubjectKey(1, 2)] = 42 });
        second.Find(Shop.Id, id)!.Removed["events"].ShouldBe(7);
        await second.StopAsync(Soon);
    }

    [Fact]
    public async Task What_was_asked_for_and_not_marked_is_marked_before_the_start_is_over()
    {
        using var folder = new TemporaryFolder();
        var killed = new TaskCompletionSource<bool>();
        var first = Make(folder, new Marking { Answer = killed.Task });
        await first.StartAsync(Soon);
        var begun = first.Begin(Shop, "userId", Secret, null, Soon).AsTask(); // On file, and then no more.
        while (Mentions(folder) == 0)
            await Task.Delay(5, Soon);

        var mark = new Marking();
        var gate = new TaskCompletionSource();
        var second = Make(folder, mark, new Store(ErasurePhase.Views, async _ => await gate.Task) { Name = "slow" });
        mark.Marked.ShouldBe(0);
        await second.StartAsync(Soon);
        mark.Marked.ShouldBe(1, "Requests are answered from here on: a later mark would take what comes by them.");
        gate.SetResult();
        await second.WhenDone(second.Latest(Shop.Id, 1)[0].Id, Soon);
        mark.Marked.ShouldBe(1);
        await second.StopAsync(Soon);
        killed.SetResult(true);
        await begun;
        await first.StopAsync(Soon);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_begun()
    {
        using var folder = new TemporaryFolder();
        var mark = new Marking();
        var erasures = Make(folder, mark);
        await Should.ThrowAsync<IOException>(async () => await erasures.Begin(Shop, "userId", Secret, _ => throw new IOException("The audit log is full."), Soon));
        (mark.Marked, Mentions(folder), erasures.Latest(Shop.Id, 1).Count).ShouldBe((0, 0, 0));
        var told = new List<string>();
        var receipt = (await erasures.Begin(Shop, "userId", Secret, id =>
        {
            told.Add(id);
            mark.Marked.ShouldBe(0);
            return ValueTask.CompletedTask;
        }, Soon)).ShouldBeOfType<ErasureBegin.Begun>().Receipt;
        told.ShouldBe([receipt.Id]);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_leaves_nothing_begun()
    {
        using var folder = new TemporaryFolder();
        var erasures = Make(folder, new Marking { Refuses = true });
        await erasures.StartAsync(Soon);
        (await erasures.Begin(Shop, "userId", Secret, null, Soon)).ShouldBeOfType<ErasureBegin.Unwritable>();
        erasures.Latest(Shop.Id, 10).ShouldBeEmpty();
        Mentions(folder).ShouldBe(0);
        await erasures.StopAsync(Soon);
    }

    private static Erasures Make(TemporaryFolder folder, Marking mark, params Store[] stores) => new(new DataFolder(folder.Path), new Targets(), mark, stores,
        Options.Create(new ErasureOptions()), TimeProvider.System, new ErasureMeter(), NullLogger<Erasures>.Instance);

    private static Store Noting(string name, ErasurePhase phase, ConcurrentQueue<string> asked) => new(phase, orders =>
    {
        asked.Enqueue(name);
        orders[0].Count(name, 1);
        return Task.CompletedTask;
    }) { Name = name };

    private static int Mentions(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path).Count(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);

    private sealed class Targets : IErasureTargets
    {
        public ValueTask<ErasureTarget?> KeysOf(Workspace workspace, string type, string id, CancellationToken cancel = default) =>
            new(type == "userId" ? new ErasureTarget(workspace.Id.Value, [new SubjectKey(1, 2)], [], [id], 1) : null);
    }

    private sealed class Marking : IErasureMark
    {
        public bool Refuses { get; init; }

        /// <summary>When set, it answers no sooner.</summary>
        public Task<bool>? Answer { get; init; }

        public int Marked { get; private set; }

        public ValueTask<bool> Mark(ErasureOrder order, CancellationToken cancel = default)
        {
            Marked++;
            order.Marks[new SubjectKey(1, 2)] = 42;
            return Answer is null ? new(!Refuses) : new(Answer);
        }
    }

    private sealed class Store(ErasurePhase phase, Func<IReadOnlyList<ErasureOrder>, Task> erase) : IErasable
    {
        public required string Name { get; init; }

        string IErasable.Store => Name;

        public ErasurePhase Phase => phase;

        public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel) => await erase(orders);
    }
}

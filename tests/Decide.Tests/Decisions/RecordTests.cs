using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;

namespace Kairos.Decide.Tests.Decisions;

public sealed class RecordTests : IDisposable
{
    private static readonly string[] Placements = ["home-recs", "category-recs", "pdp-recs", "cart-recs", "search", "nowhere"];
    private static readonly Gen<string> Id = Gen.OneOf(Gen.Int[1, 22].Select(n => $"shoe-{n}"), Gen.Int[1, 12].Select(n => $"sock-{n}"));

    private static readonly Gen<DecisionRequest> Requests =
        from visitor in OneOf("", "ann", "bob")
        from page in OneOf<string?>(null, "/", "/category/running-shoes", "/p/shoe-7", "/cart", "/%zz/ü")
        from events in Gen.Select(Id, Gen.Int[0, 900], OneOf(EventCode.ProductViewed, EventCode.ProductAdded, EventCode.OrderCompleted)).Array[0, 5]
        from placements in Gen.Select(OneOf(Placements), Gen.Int[1, 100], Id.Array[0, 9]).Array[1, 4]
        from explain in Gen.Bool
        select new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = visitor, Page = page, Explain = explain,
            Events = [.. events.Select(it => Shop.Inline(it.Item1, it.Item2, it.Item3))],
            Placements = [.. placements.Select(it => new PlacementRequest { Id = it.Item1, Limit = it.Item2, Candidates = it.Item3 })],
        };

    private readonly Shop _shop = new();

    [Fact]
    public void Replaying_a_record_gives_the_same_answer_byte_for_byte()
    {
        _shop.Items.Put(Shop.Main, "shoe-3", "Prüfung \"<b>\" 靴 " + new string('x', 200), "Running Shoes");
        _shop.Session("ann", Shop.View("shoe-3"), Shop.View("shoe-6", 1));
        var replay = _shop.Get<DecisionReplay>();

        Requests.Sample(request =>
        {
            var before = _shop.Journal.Records.Count;
            var answer = _shop.Ask(request).GetAwaiter().GetResult();
            var record = _shop.Journal.Records[before].Payload;
            var outcome = replay.Replay(new EventView(record).Find(EventField.Decision).ToArray());
            return outcome.Same && outcome.Replayed == answer.Placements.GetRawText();
        }, iter: 400, threads: 1);
    }

    [Fact]
    public async Task A_record_lies_under_the_persons_key_and_holds_all_there_was()
    {
        _shop.Session("ann", Shop.View("shoe-3"));

        var answer = await _shop.Ask("home-recs", "ann");

        var (partition, key, payload) = _shop.Journal.Records[0];
        var person = KnownPeople.Key(Shop.Main, "ann");
        (partition, key).ShouldBe((person.Partition(16), person.Low));
        var view = new EventView(payload);
        view.Header.Kind.ShouldBe(EventKind.Decision);
        view.Header.Code.ShouldBe(EventCode.DecisionServed);
        view.Header.Person.ShouldBe(person);
        view.Text(EventField.MessageId).ShouldBe(answer.Id);
        using var record = JsonDocument.Parse(view.Text(EventField.Decision)!);
        var root = record.RootElement;
        root.GetProperty("plan").GetString()!.ShouldStartWith("p-");
        root.GetProperty("models").GetInt64().ShouldBe(42);
        root.GetProperty("position").GetInt64().ShouldBe(7);
        root.GetProperty("touches")[0][2].GetString().ShouldBe("shoe-3");
        root.GetProperty("placements")[0].GetProperty("candidates").GetArrayLength().ShouldBe(12);
        root.GetProperty("answer").GetRawText().ShouldBe(answer.Placements.GetRawText());
    }

    [Fact]
    public async Task A_decision_is_found_by_its_id_in_memory_and_in_the_journal()
    {
        var first = await _shop.Ask("home-recs", "ann");
        Encoding.UTF8.GetString(_shop.Get<DecisionTraces>().Find(Shop.Main, first.Id)!.Value.Span).ShouldContain(first.Id);

        for (var i = 0; i < 1100; i++) // More than the ring holds.
            await _shop.Ask("home-recs", i % 2 == 0 ? "ann" : "");
        var last = await _shop.Ask("home-recs");

        _shop.Get<RecentDecisions>().Find(Shop.Main.Id, first.Id).ShouldBeNull();
        Encoding.UTF8.GetString(_shop.Get<DecisionTraces>().Find(Shop.Main, first.Id)!.Value.Span).ShouldContain(first.Id);
        _shop.Get<DecisionTraces>().Find(Shop.Main, last.Id).ShouldNotBeNull();
        _shop.Get<RecentDecisions>().Latest(2)[0].Id.ShouldBe(last.Id);
    }

    [Theory]
    [InlineData(AppendOutcome.Overloaded)]
    [InlineData(AppendOutcome.Unwritable)]
    public async Task A_journal_that_takes_nothing_does_not_keep_the_answer_back(AppendOutcome outcome)
    {
        _shop.Journal.Outcome = outcome;

        var answer = await _shop.Ask("home-recs");

        answer.Items().Length.ShouldBe(8);
        answer.Degraded().ShouldBe(["record-lost"]);
    }

    [Fact]
    public async Task A_journal_in_trouble_is_not_even_asked()
    {
        _shop.Journal.Trouble = "the disk is full";

        (await _shop.Ask("home-recs")).Degraded().ShouldBe(["record-lost"]);
        _shop.Journal.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stuck_journal_delays_nothing()
    {
        _shop.Journal.Stuck = new TaskCompletionSource<AppendOutcome>();

        var answer = await _shop.Ask("home-recs");

        answer.Degraded().ShouldBeEmpty();
        _shop.Journal.Stuck.SetResult(AppendOutcome.Unwritable);
    }

    [Fact]
    public void Ids_lead_back_to_their_place_in_their_own_workspace_only()
    {
        Gen.Select(Gen.UShort, Gen.ULong, Gen.Long[0, 1L << 47], Gen.ULong).Sample((partition, key, atMs, seed) =>
        {
            var id = new DecisionId(partition, key, atMs, seed);
            var text = id.ToText(Shop.Main);
            return text.Length == DecisionId.Length && DecisionId.TryParse(Shop.Main, text, out var back) && back == id
                && DecisionId.TryParse(Shop.Other, text, out var other) && (other.Key, other.AtMs) != (key, atMs);
        });
        DecisionId.TryParse(Shop.Main, "not an id", out _).ShouldBeFalse();
        DecisionId.TryParse(Shop.Main, new string('!', 32), out _).ShouldBeFalse();
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public void Dispose() => _shop.Dispose();
}

using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;

namespace Kairos.Decide.Tests.Decisions;

/// <summary>What decisions say of the key that experiments bucket on.</summary>
public sealed class BucketingRecordTests : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task The_first_decision_on_an_identifier_tells_it_its_key()
    {
        await _shop.Ask(Request("ann"));

        var key = BucketingKey.Of(Shop.Main, "ann");
        Trace().GetProperty("bucketing").GetRawText().ShouldBe($$"""{"key":"{{key}}","from":"first-seen"}""");
        BucketingRecord.Read(new EventView(_shop.Journal.Records[0].Payload)).ShouldBe(key);
        Told().ShouldBe([(KnownPeople.Key(Shop.Main, "ann"), key)]);
    }

    [Fact]
    public async Task Later_ones_use_it_and_tell_nobody()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with { Bucketing = new BucketingKey(5), FirstSeenKey = "somebody-older", Events = 9 });

        await _shop.Ask(Request("ann"));

        Trace().GetProperty("bucketing").GetRawText().ShouldBe("""{"key":"0000000000000005","from":"kept"}""");
        Told().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_device_has_its_users_key_and_a_new_user_the_devices()
    {
        _shop.People.Put(Shop.Main, "new", person => person with { UserBucketing = new BucketingKey(5) });
        _shop.People.Put(Shop.Main, "old", person => person with { Bucketing = new BucketingKey(6) });

        await _shop.Ask(Request("new", "ann"));
        Trace().GetProperty("bucketing").GetRawText().ShouldBe("""{"key":"0000000000000005","from":"user"}""");
        await _shop.Ask(Request("old", "bob"));

        Told().ShouldBe([(KnownPeople.Key(Shop.Main, "new"), new BucketingKey(5)), (KnownPeople.UserKey(Shop.Main, "bob"), new BucketingKey(6))]);
    }

    [Fact]
    public async Task Whoever_refuses_is_bucketed_by_nothing_and_told_nothing()
    {
        await _shop.Ask(Request("ann") with { Consent = new StatedConsent { Refused = ushort.MaxValue } });
        await _shop.Ask(Request(""));

        Told().ShouldBeEmpty();
        foreach (var (_, _, payload) in _shop.Journal.Records)
            BucketingRecord.Read(new EventView(payload)).IsNone.ShouldBeTrue();
        Trace().TryGetProperty("bucketing", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_somebody_who_could_not_be_read_no_key_is_made_up()
    {
        _shop.People.Failure = new IOException("out of reach");

        (await _shop.Ask(Request("ann"))).Degraded().ShouldContain("context-failed");

        Told().ShouldBeEmpty();
        BucketingRecord.Read(new EventView(_shop.Journal.Records[0].Payload)).IsNone.ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_journal_is_slow_the_key_is_claimed_in_memory()
    {
        _shop.Journal.Stuck = new TaskCompletionSource<AppendOutcome>();
        await _shop.Ask(Request("phone"));
        _shop.People.Put(Shop.Main, "phone", person => person with { FirstSeenKey = "somebody-older", Events = 9 }); // She logged in meanwhile.

        await _shop.Ask(Request("phone"));

        Trace().GetProperty("bucketing").GetProperty("key").GetString().ShouldBe(BucketingKey.Of(Shop.Main, "phone").ToString());
        _shop.Journal.Stuck.SetResult(AppendOutcome.Committed);
    }

    [Fact]
    public async Task What_is_told_is_in_the_journal_before_whatever_is_written_after_the_answer()
    {
        var folder = Directory.CreateTempSubdirectory("kairos-bucketing-");
        try
        {
            await using var journal = SegmentJournal.Open(folder.FullName, new JournalOptions(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<SegmentJournal>.Instance);
            using var shop = new Shop(journal: journal);
            for (var i = 0; i < 50; i++)
            {
                await shop.Ask(Request($"v{i}"));
                var batch = JournalBatch.Rent();
                BucketingRecord.Write(batch, journal.Partitions, 1, KnownPeople.Key(Shop.Main, $"v{i}"), new BucketingKey(1), 0); // As a log-in would.
                (await journal.Append(batch)).ShouldBe(AppendOutcome.Committed);
                batch.Return();
            }

            for (var i = 0; i < 50; i++)
            {
                var told = new List<BucketingKey>();
                var person = KnownPeople.Key(Shop.Main, $"v{i}");
                journal.ReadKey(person.Partition(journal.Partitions), person.Low, long.MaxValue, (in JournalRecord record) =>
                {
                    if (new EventView(record.Payload).Header.Kind == EventKind.BucketingKey)
                        told.Add(BucketingRecord.Read(new EventView(record.Payload)));
                    return true;
                });
                told.ShouldBe([new BucketingKey(1), BucketingKey.Of(Shop.Main, $"v{i}")], "Newest first.");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => _shop.Dispose();

    private static DecisionRequest Request(string visitor, string user = "") =>
        new() { Workspace = Shop.Main, AnonymousId = visitor, UserId = user, Placements = [new PlacementRequest { Id = "home-recs" }] };

    private JsonElement Trace() => JsonDocument.Parse(_shop.Get<RecentDecisions>().Latest(1)[0].Record).RootElement;

    private List<(PersonKey, BucketingKey)> Told()
    {
        var told = new List<(PersonKey, BucketingKey)>();
        foreach (var (partition, _, payload) in _shop.Journal.Records)
        {
            var view = new EventView(payload);
            if (view.Header.Kind != EventKind.BucketingKey)
                continue;
            partition.ShouldBe(view.Header.Person.Partition(16));
            told.Add((view.Header.Person, BucketingRecord.Read(view)));
        }

        return told;
    }
}

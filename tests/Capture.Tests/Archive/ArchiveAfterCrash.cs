using DuckDB.NET.Data;
using Kairos.Capture.Archive;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Capture.Tests.Journal;
using Kairos.Contracts;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Capture.Tests.Archive;

/// <summary>The archive, asked by DuckDB, holds every event of the journal once, whatever happened on the way.</summary>
public sealed class ArchiveAfterCrash
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_event_is_in_it_once_by_workspace_and_day()
    {
        await using var folder = new JournalFolder();
        var path = Path.Combine(folder.Path, "archive");
        await Append(folder.Journal, 0, 500);
        await folder.Journal.Append((1, 5, "a record that is no event"));
        using (var archive = Open(folder, path))
        {
            await archive.CatchUp();
            archive.Positions.ShouldBe(Enumerable.Range(0, 4).Select(folder.Journal.End));
        }
        Ask(path, "select count(*), count(distinct message_id), count(distinct (partition, position)) from events").ShouldBe([(500L, 500L, 500L)]);
        Ask(path, "select workspace, day::varchar, count(*) from events group by all order by all").ShouldBe([(1L, "2026-01-05", 30L), (1L, "2026-01-06", 220L), (2L, "2026-01-05", 30L), (2L, "2026-01-06", 220L)]);
        Ask(path, "select name, item_ids::json->>0, (properties::json->>'price')::double from events where message_id = 'm-7'").ShouldBe([("product_viewed", "SKU-7", 7.5)]);
        Ask(path, "select happened_at = received_at - interval 2 seconds, kind, revenue from events where message_id = 'm-7'").ShouldBe([(true, "track", 7.0)]);
        Ask(path, "select count(*) filter (revenue is null), count(user_id), count(anonymous_id) from events").ShouldBe([(250L, 0L, 500L)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_between_the_files_and_their_record_neither_loses_nor_doubles_an_event(bool filesNamed)
    {
        await using var folder = new JournalFolder();
        var path = Path.Combine(folder.Path, "archive");
        await Append(folder.Journal, 0, 200);
        using (var archive = Open(folder, path))
            await archive.CatchUp();
        var state = await File.ReadAllBytesAsync(Path.Combine(path, "state.json"));
        var recorded = Directory.GetFiles(path, "*.parquet", SearchOption.AllDirectories);

        await Append(folder.Journal, 200, 300);
        using (var archive = Open(folder, path))
            await archive.CatchUp();
        await File.WriteAllBytesAsync(Path.Combine(path, "state.json"), state); // As if the power had gone before the record was replaced.
        if (!filesNamed)
            foreach (var part in Directory.GetFiles(path, "*.parquet", SearchOption.AllDirectories).Except(recorded))
                File.Move(part, part + ".tmp");

        await Append(folder.Journal, 500, 100);
        using (var archive = Open(folder, path))
        {
            Ask(path, "select count(*), count(distinct message_id), 0 from events").ShouldBe([(200L, 200L, 0)]);
            await archive.CatchUp();
        }
        Ask(path, "select count(*), count(distinct message_id), count(distinct (partition, position)) from events").ShouldBe([(600L, 600L, 600L)]);
        Directory.GetFiles(path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Erased_people_are_not_in_it_and_all_others_are_as_they_were()
    {
        await using var folder = new JournalFolder();
        var path = Path.Combine(folder.Path, "archive");
        await Append(folder.Journal, 0, 500);
        using (var archive = Open(folder, path))
            await archive.CatchUp();
        const string others = "select sum(hash(events)), count(*), max(received_at) from events where message_id <> 'm-7' and message_id <> 'm-9'";
        var before = Ask(path, others);
        var order = Order(1, 7, 9);
        order.Marks[Key(9)] = -1; // Its mark is before the event: it came back since.
        using var service = new ArchiveService(new DataFolder(folder.Path), folder.Journal, Microsoft.Extensions.Options.Options.Create(new ArchiveOptions()), folder.Clock, NullLogger<EventArchive>.Instance);
        await new ArchiveErasable(new DataFolder(folder.Path), new NoWorkspaces(), service).Erase([order], CancellationToken.None);
        order.Removed["archiveRows"].ShouldBe(1);
        Ask(path, "select count(*), count(*) filter (message_id = 'm-7'), count(*) filter (message_id = 'm-9') from events").ShouldBe([(499L, 0L, 1L)]);
        Ask(path, others).ShouldBe(before);
        Ask(path, "select typeof(happened_at), typeof(revenue), typeof(name) from events where message_id = 'm-9'").ShouldBe(
            [("TIMESTAMP WITH TIME ZONE", "DOUBLE", "VARCHAR")]);
        Directory.GetFiles(path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Days_that_are_too_old_are_deleted_whole()
    {
        await using var folder = new JournalFolder();
        var path = Path.Combine(folder.Path, "archive");
        await Append(folder.Journal, 0, 500);
        using (var archive = Open(folder, path))
            await archive.CatchUp();
        using var service = new ArchiveService(new DataFolder(folder.Path), folder.Journal, Microsoft.Extensions.Options.Options.Create(new ArchiveOptions()), folder.Clock, NullLogger<EventArchive>.Instance);
        var rule = new ArchiveRetention(new DataFolder(folder.Path), service, Microsoft.Extensions.Options.Options.Create(new Kairos.Govern.Retention.RetentionOptions()));
        (await rule.Sweep(Monday.AddDays(394), CancellationToken.None)).ShouldBe(0);
        (await rule.Sweep(Monday.AddDays(396), CancellationToken.None)).ShouldBe(2); // One day of each workspace.
        Ask(path, "select day::varchar, count(*), 0 from events group by all").ShouldBe([("2026-01-06", 440L, 0)]);
    }

    private static ErasureOrder Order(uint workspace, params ulong[] people)
    {
        var keys = people.Select(Key).ToArray();
        var order = new ErasureOrder("order", new ErasureTarget(workspace + 1, keys, [], [], 1), 0);
        foreach (var key in keys)
            order.Marks[key] = long.MaxValue;
        return order;
    }

    private static SubjectKey Key(ulong i) => new(unchecked(i * 0x9E3779B97F4A7C15UL), i);

    private sealed class NoWorkspaces : IWorkspaces
    {
        public IReadOnlyList<Workspace> All => [];

        public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => null;

        public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => null;

        public Workspace? ByName(string name) => null;

        public Workspace? ById(WorkspaceId id) => null;
    }

    [Fact]
    public async Task It_follows_and_writes_a_part_when_its_oldest_event_is_old_enough()
    {
        await using var folder = new JournalFolder();
        var path = Path.Combine(folder.Path, "archive");
        using var stop = new CancellationTokenSource();
        using var archive = Open(folder, path);
        var following = archive.Follow(stop.Token);
        await Append(folder.Journal, 0, 50);
        for (var i = 0; i < 100_000 && archive.Positions.Sum() < 50; i++)
        {
            folder.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(1);
        }
        Ask(path, "select count(*), count(distinct message_id), 0 from events").ShouldBe([(50L, 50L, 0)]);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    private static EventArchive Open(JournalFolder folder, string path) =>
        new(path, folder.Journal, new ArchiveOptions { PartRowsMax = 150 }, folder.Clock, NullLogger<EventArchive>.Instance);

    private static async Task Append(IJournal journal, int first, int count)
    {
        var batch = JournalBatch.Rent();
        for (var i = first; i < first + count; i++)
        {
            var received = Monday.AddSeconds(i).ToUnixTimeMilliseconds();
            var writer = new EventWriter(batch, new EventHeader
            {
                Kind = EventKind.Track,
                Workspace = (uint)(1 + i % 2),
                Code = EventCode.ProductViewed,
                Message = new MessageKey(1, (ulong)i),
                Person = new PersonKey((ulong)i * 0x9E3779B97F4A7C15UL, (ulong)i),
                HappenedAtMs = received - 2000,
                ReceivedAtMs = received,
            });
            writer.Write(EventField.MessageId, $"m-{i}");
            writer.Write(EventField.Name, "product_viewed");
            writer.Write(EventField.AnonymousId, $"visitor {i}");
            writer.Write(new ItemMention { Key = new ItemKey((ulong)i), Id = System.Text.Encoding.UTF8.GetBytes($"SKU-{i}"), Price = i + 0.5 });
            writer.Write(EventField.Properties, $$"""{"price":{{i}}.5}""");
            if (i % 2 == 1)
                writer.Write(EventField.Revenue, (double)i);
            writer.End(journal.Partitions);
        }
        (await journal.Append(batch)).ShouldBe(AppendOutcome.Committed);
        batch.Return();
    }

    /// <summary>Asks for three columns.</summary>
    private static List<(object, object, object)> Ask(string archive, string question)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"with events as (select * from read_parquet('{archive}/*/*/*.parquet', hive_partitioning = true)) {question}";
        using var reader = command.ExecuteReader();
        var rows = new List<(object, object, object)>();
        while (reader.Read())
            rows.Add((reader.GetValue(0), reader.GetValue(1), reader.GetValue(2)));
        return rows;
    }
}

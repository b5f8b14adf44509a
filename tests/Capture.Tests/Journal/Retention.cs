using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern.Retention;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Tests.Journal;

/// <summary>Old segments go whole, when nobody needs them.</summary>
public sealed class Retention
{
    [Fact]
    public async Task Segments_go_once_they_are_old_and_read_and_their_readers_are_not_broken()
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, MemoryBytesMax = 0 } };
        await Fill(folder, 100);
        var middle = folder.Clock.GetUtcNow();
        var needed = Enumerable.Range(0, 4).Select(folder.Journal.End).ToArray();
        folder.Clock.Advance(TimeSpan.FromDays(1));
        await Fill(folder, 100);
        var segments = folder.Segments.Length;
        using var reader = folder.Journal.Open(0, 0);
        reader.TryRead(out var first).ShouldBeTrue();

        folder.Journal.Trim(middle, needed).ShouldBe(0); // Committed at that time, not before it.
        folder.Journal.Trim(middle.AddSeconds(1), new long[4]).ShouldBe(0);
        var gone = folder.Journal.Trim(middle.AddSeconds(1), needed);
        gone.ShouldBeGreaterThan(0);
        folder.Segments.Length.ShouldBe(segments - gone);
        folder.Journal.Start(0).ShouldBeInRange(1, needed[0]);

        first.FirstPosition.ShouldBe(0);
        var texts = reader.ReadAll();
        texts.Select(text => text.Position).ShouldBeInOrder();
        texts[^1].Position.ShouldBe(folder.Journal.End(0) - 1);
        using var later = folder.Journal.Open(0, 0);
        var left = later.ReadAll();
        left[0].Position.ShouldBe(folder.Journal.Start(0));
        folder.Journal.OfKey(0, 1).ShouldBe(left.Where(text => text.Key == 1).Reverse());

        await folder.Reopen();
        folder.Journal.Start(0).ShouldBe(left[0].Position);
        folder.Journal.End(0).ShouldBe(250);
    }

    [Fact]
    public async Task The_hourly_sweep_waits_for_the_slowest_follower()
    {
        await using var folder = new JournalFolder();
        await Fill(folder, 150);
        folder.Clock.Advance(folder.Options.RetentionAge + TimeSpan.FromHours(1));
        var follower = new Reader { Position = 0 };
        var rule = new JournalRetention(folder.Journal, [follower], Options.Create(folder.Options));
        using var sweeps = new RetentionSweeps([rule], Options.Create(new RetentionOptions()), folder.Clock, NullLogger<RetentionSweeps>.Instance);
        await sweeps.Sweep(CancellationToken.None);
        sweeps.Report.Single().Last!.Removed.ShouldBe(0);
        follower.Position = long.MaxValue;
        await sweeps.StartAsync(CancellationToken.None);
        var segments = folder.Segments.Length;
        for (var i = 0; i < 100_000 && sweeps.Report.Single().RemovedInAll == 0; i++)
        {
            folder.Clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(1);
        }
        await sweeps.StopAsync(CancellationToken.None);
        folder.Segments.Length.ShouldBe(1);
        sweeps.Report.Single().RemovedInAll.ShouldBe(segments - 1);
    }

    private sealed class Reader : IJournalFollower
    {
        public long Position { get; set; }

        public long Needed(int partition) => Position;
    }

    [Fact]
    public async Task Another_process_is_refused_with_a_clear_word()
    {
        await using var folder = new JournalFolder();
        folder.Open();
        Should.Throw<IOException>(() => SegmentJournalAgain(folder)).Message.ShouldContain("open in another process");
        Should.Throw<IOException>(() => JournalDoctor.Inspect(folder.Path));
    }

    [Fact]
    public async Task Another_number_of_partitions_is_refused_even_when_the_meta_file_is_lost()
    {
        await using var folder = new JournalFolder();
        await folder.Journal.Append((0, 1, "kept"));
        await folder.Close();
        File.Delete(Path.Combine(folder.Path, "journal.json"));
        folder.Options = new JournalOptions { Partitions = 8 };
        Should.Throw<InvalidDataException>(() => folder.Open()).Message.ShouldContain("4 partitions");
        folder.Options = new JournalOptions { Partitions = 4 };
        folder.Open();
        File.Exists(Path.Combine(folder.Path, "journal.json")).ShouldBeTrue();
    }

    private static void SegmentJournalAgain(JournalFolder folder) =>
        SegmentJournal.Open(folder.Path, folder.Options, folder.Clock, NullLogger<SegmentJournal>.Instance);

    private static async Task Fill(JournalFolder folder, int batches)
    {
        var random = new Random(5);
        var bytes = new byte[1500];
        for (var i = 0; i < batches; i++)
        {
            random.NextBytes(bytes);
            await folder.Journal.Append((0, 1, Convert.ToBase64String(bytes)), (i % 4, 2, "small"));
        }
    }
}

using System.Text;
using CsCheck;
using Kairos.Capture.Journal;
using Kairos.Capture.Journal.Segments;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>What is erased is gone from every file, and no crash on the way there costs anybody else anything.</summary>
public sealed class Erasing
{
    private const string Marker = "this-is-nobody-any-more";
    private static readonly JournalKey[] Key = [new(1, 7)];

    [Theory]
    [InlineData(0)]
    [InlineData(1024 * 1024)]
    public async Task No_file_holds_a_byte_of_it_and_the_others_are_untouched(int memory)
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, MemoryBytesMax = memory, CompressionBytesMin = 1 << 20 } };
        await Fill(folder.Journal, 120);
        var others = Others(folder.Journal);
        var segments = folder.Segments.Length;
        segments.ShouldBeGreaterThan(3);
        Holding(folder.Path).ShouldBeGreaterThan(2);

        var done = await folder.Journal.Erase(Key, (in _, _) => true);
        done.Records.ShouldBe(120);
        done.Segments.ShouldBe(folder.Segments.Length - 1); // All but the one begun for it.
        Holding(folder.Path).ShouldBe(0);
        Others(folder.Journal).ShouldBe(others);

        await folder.Close();
        JournalDoctor.Inspect(folder.Path).Findings.ShouldBeEmpty();
        folder.Open();
        Others(folder.Journal).ShouldBe(others);
        folder.Journal.OfKey(1, 7).ShouldBeEmpty();
    }

    [Fact]
    public void Power_that_goes_on_the_way_costs_nothing_and_asking_again_does_the_rest() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 1], Gen.Int[0, 1000], Gen.Int[0, 1]).Sample(
            (after, written, seed, sides) => Crash(after, written, seed, sides == 1).GetAwaiter().GetResult(), iter: 25, threads: 1);

    private static async Task Crash(int after, double written, int seed, bool loseSideFiles)
    {
        var disk = new FaultyDisk();
        await using var folder = new JournalFolder { Disk = disk, Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, CompressionBytesMin = 1 << 20 } };
        await Fill(folder.Journal, 80);
        var others = Others(folder.Journal);
        disk.PowerFails(after, written, seed);
        var failed = false;
        try
        {
            await folder.Journal.Erase(Key, (in _, _) => true);
        }
        catch (IOException)
        {
            failed = true;
        }

        await folder.Close();
        if (loseSideFiles) // As after a crash between the two files of a swap.
            foreach (var side in Directory.GetFiles(folder.Path).Where(file => file.EndsWith(".index", StringComparison.Ordinal) || file.EndsWith(".keys", StringComparison.Ordinal)))
                File.Delete(side);
        folder.Disk = new SegmentDisk();
        folder.Open();
        Others(folder.Journal).ShouldBe(others);
        var left = folder.Journal.OfKey(1, 7).Count;
        left.ShouldBeInRange(0, failed ? 80 : 0);
        (await folder.Journal.Erase(Key, (in _, _) => true)).Records.ShouldBe(left);
        Holding(folder.Path).ShouldBe(0);
        Others(folder.Journal).ShouldBe(others);
    }

    [Fact]
    public async Task Readers_and_writers_at_work_notice_nothing()
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 2, SegmentBytes = 64 * 1024, MemoryBytesMax = 32 * 1024 } };
        await Fill(folder.Journal, 100);
        using var stop = new CancellationTokenSource();
        var written = 0L;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await folder.Journal.Append((0, 3, $"{Interlocked.Increment(ref written)} {new string('y', 700)}"), (1, 7, Marker));
            }
        });
        var following = Task.Run(async () =>
        {
            using var cursor = folder.Journal.Open(0, folder.Journal.Start(0));
            var seen = 0L;
            var next = 0L;
            while (!writing.IsCompleted || cursor.Next(0) < folder.Journal.End(0))
            {
                foreach (var text in cursor.ReadAll())
                {
                    text.Position.ShouldBe(next++);
                    if (text.Key == 3)
                        long.Parse(text.Text.Split(' ')[0], null).ShouldBe(++seen);
                }

                await Task.Yield();
            }

            seen.ShouldBe(Interlocked.Read(ref written));
        });
        var reading = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var texts = folder.Journal.OfKey(0, 3);
                texts.Count.ShouldBe(texts.Count == 0 ? 0 : (int)long.Parse(texts[0].Text.Split(' ')[0], null));
            }
        });
        for (var round = 0; round < 15; round++)
            await folder.Journal.Erase(Key, (in _, _) => true);
        await stop.CancelAsync();
        await Task.WhenAll(writing, following, reading);
        await folder.Journal.Erase(Key, (in _, _) => true);
        folder.Journal.OfKey(1, 7).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_follower_keeps_no_erased_file_open()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, MemoryBytesMax = 0 } };
        await Fill(folder.Journal, 40);
        using var cursor = folder.Journal.Open(1, 0);
        var following = cursor.Follow(81, new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        await folder.Journal.Erase(Key, (in _, _) => true);
        await folder.Journal.Append((1, 9, "one more"));
        await following;
        cursor.ReadAll().ShouldBeEmpty();
        Directory.GetFiles("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "")
            .Where(target => target.StartsWith(folder.Path, StringComparison.Ordinal) && target.EndsWith(" (deleted)", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task Fill(IJournal journal, int batches)
    {
        for (var i = 0; i < batches; i++)
            await journal.Append((0, 1, $"{i} {new string('x', 2000)}"), (1 % journal.Partitions, 7, $"{Marker} {i}"), (1, 8, $"neighbour {i}"));
    }

    private static JournalText[] Others(IJournal journal)
    {
        using var cursor = journal.OpenAll(new long[journal.Partitions]);
        return [.. cursor.ReadAll().Where(text => text.Key is 1 or 8).OrderBy(text => (text.Partition, text.Position))];
    }

    private static int Holding(string folder) =>
        Directory.GetFiles(folder).Count(file => Path.GetFileName(file) != "lock" && File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)) >= 0);
}

using System.Diagnostics;
using Kairos.Capture.Journal;
using Kairos.Capture.Journal.Segments;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>A disk that is full or fails: refused, said why, and over by itself.</summary>
public sealed class DiskTrouble
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_write_or_sync_is_refused_never_seen_and_over_once_the_disk_is_back(bool syncFails)
    {
        var disk = new FaultyDisk();
        await using var folder = new JournalFolder { Disk = disk };
        (await folder.Journal.Append((0, 1, "before"))).ShouldBe(AppendOutcome.Committed);
        (disk.Full, disk.SyncFails) = (!syncFails, syncFails);
        (await folder.Journal.Append((0, 1, "never"))).ShouldBe(AppendOutcome.Unwritable);
        folder.Journal.Trouble.ShouldNotBeNull();
        folder.Journal.End(0).ShouldBe(1);

        (disk.Full, disk.SyncFails) = (false, false);
        (await folder.Journal.Append((0, 1, "too soon"))).ShouldBe(AppendOutcome.Unwritable);
        folder.Clock.Advance(folder.Options.RetryAfter);
        (await folder.Journal.Append((0, 1, "after"))).ShouldBe(AppendOutcome.Committed);
        folder.Journal.Trouble.ShouldBeNull();

        Texts(folder.Journal).ShouldBe(["before", "after"]);
        await folder.Reopen();
        Texts(folder.Journal).ShouldBe(["before", "after"]);
        folder.Journal.OfKey(0, 1).Select(text => text.Text).ShouldBe(["after", "before"]);
        await folder.Close();
        JournalDoctor.Inspect(folder.Path).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_block_whose_sync_failed_does_not_come_back_when_the_process_ends_before_the_disk_is_back()
    {
        var disk = new FaultyDisk();
        await using var folder = new JournalFolder { Disk = disk };
        await folder.Journal.Append((0, 1, "before"));
        disk.SyncFails = true;
        (await folder.Journal.Append((0, 1, "never"))).ShouldBe(AppendOutcome.Unwritable);
        await folder.Close();
        folder.Disk = new SegmentDisk();
        folder.Open();
        Texts(folder.Journal).ShouldBe(["before"]);
    }

    [Fact]
    public async Task While_the_disk_is_slow_no_more_than_the_queue_holds_is_taken()
    {
        var disk = new FaultyDisk();
        await using var folder = new JournalFolder { Disk = disk, Options = new JournalOptions { Partitions = 4, SegmentBytes = 1 << 20, QueueBytesMax = 10_000 } };
        folder.Open();
        disk.Syncing.Reset();
        disk.Gate.Reset();
        var waiting = new List<Task<AppendOutcome>> { folder.Journal.Append((0, 1, "first")) };
        disk.Syncing.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        for (var i = 0; i < 10; i++)
            waiting.Add(folder.Journal.Append((0, 1, new string('x', 1000))));
        (await folder.Journal.Append((0, 1, "too much"))).ShouldBe(AppendOutcome.Overloaded);
        folder.Journal.Trouble.ShouldBeNull();

        disk.Gate.Set();
        (await Task.WhenAll(waiting)).ShouldAllBe(outcome => outcome == AppendOutcome.Committed);
        (await folder.Journal.Append((0, 1, "fits again"))).ShouldBe(AppendOutcome.Committed);
        Texts(folder.Journal).Count.ShouldBe(12);
    }

    [Fact]
    public async Task On_a_small_disk_that_fills_up_appends_are_refused_and_go_on_once_there_is_room()
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 1 << 20 } };
        var mount = Path.Combine(folder.Path, "small");
        Directory.CreateDirectory(mount);
        if (!Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount))
            Assert.Skip("Only root can mount a small disk.");
        try
        {
            var filler = Path.Combine(mount, "filler");
            await File.WriteAllBytesAsync(filler, new byte[4 << 20]);
            var inside = Path.Combine(mount, "journal");
            var random = new Random(3);
            var bytes = new byte[60_000];
            var kept = new List<string>();
            var journal = folder.Open(inside);
            AppendOutcome outcome;
            do
            {
                random.NextBytes(bytes);
                var text = Convert.ToBase64String(bytes);
                outcome = await journal.Append((0, 1, text));
                if (outcome == AppendOutcome.Committed)
                    kept.Add(text);
                kept.Count.ShouldBeLessThan(200);
            }
            while (outcome == AppendOutcome.Committed);
            outcome.ShouldBe(AppendOutcome.Unwritable);
            journal.Trouble.ShouldNotBeNull();
            Texts(journal).ShouldBe(kept);

            File.Delete(filler);
            folder.Clock.Advance(TimeSpan.FromMinutes(1));
            (await journal.Append((0, 1, "room again"))).ShouldBe(AppendOutcome.Committed);
            await folder.Close();
            Texts(folder.Open(inside)).ShouldBe([.. kept, "room again"]);
            await folder.Close();
        }
        finally
        {
            await folder.Close();
            Run("umount", mount).ShouldBeTrue();
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static List<string> Texts(IJournal journal)
    {
        using var cursor = journal.Open(0, 0);
        return [.. cursor.ReadAll().Select(text => text.Text)];
    }
}

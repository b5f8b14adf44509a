using CsCheck;
using Kairos.Capture.Journal;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>Power goes at any write, any part of which may have reached the disk.</summary>
public sealed class CrashRecovery
{
    private static readonly Gen<(int Partition, int Bytes)> Record = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 900]);
    private static readonly Gen<(int Partition, int Bytes)[][]> Batches = Record.Array[1, 20].Array[1, 60];

    [Fact]
    public void What_was_acknowledged_is_there_and_nothing_else_but_a_whole_batch_in_flight() =>
        Gen.Select(Batches, Gen.Int[1, 70], Gen.Double[0, 1], Gen.Int[0, 1000], Gen.Int[1, 6]).Sample(
            (batches, afterWrites, written, seed, together) => Crash(batches, afterWrites, written, seed, together).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private static async Task Crash((int Partition, int Bytes)[][] batches, int afterWrites, double written, int seed, int together)
    {
        var disk = new FaultyDisk();
        await using var folder = new JournalFolder { Disk = disk, Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, CompressionBytesMin = 1000 } };
        folder.Open();
        disk.PowerFails(afterWrites, written, seed);

        var acknowledged = 0;
        for (var first = 0; first < batches.Length; first += together)
        {
            var group = batches[first..Math.Min(first + together, batches.Length)];
            var answers = await Task.WhenAll(group.Select((batch, i) => folder.Journal.AppendAll(Records(first + i, batch))));
            acknowledged += answers.Count(answer => answer == AppendOutcome.Committed);
            for (var i = 1; i < answers.Length; i++)
                if (answers[i] == AppendOutcome.Committed)
                    answers[i - 1].ShouldBe(AppendOutcome.Committed);
            if (answers[^1] != AppendOutcome.Committed)
                break;
        }
        await folder.Close();

        folder.Disk = new Kairos.Capture.Journal.Segments.SegmentDisk();
        folder.Open();
        var kept = Check(folder.Journal, batches, acknowledged);
        await folder.Journal.AppendAll(Records(kept, [(0, 10), (3, 10)]));
        await folder.Reopen();
        Check(folder.Journal, [.. batches[..kept], [(0, 10), (3, 10)]], kept + 1).ShouldBe(kept + 1);
    }

    /// <summary>All records are those of the first batches, whole, in order, no fewer than acknowledged.</summary>
    private static int Check(IJournal journal, (int Partition, int Bytes)[][] batches, int acknowledged)
    {
        using var all = journal.OpenAll([0, 0, 0, 0]);
        var texts = all.ReadAll();
        var kept = texts.Count == 0 ? 0 : texts.Max(text => (int)(text.Key >> 16)) + 1;
        kept.ShouldBeInRange(acknowledged, batches.Length);
        var expected = batches.Take(kept).SelectMany((batch, i) => Records(i, batch)).ToLookup(record => record.Partition);
        for (var partition = 0; partition < 4; partition++)
        {
            var due = expected[partition].Select(record => (record.Key, record.Text)).ToList();
            texts.Where(text => text.Partition == partition).Select(text => (text.Key, text.Text)).ShouldBe(due);
            using var one = journal.Open(partition, 0);
            one.ReadAll().Select(text => (text.Key, text.Text)).ShouldBe(due);
            journal.End(partition).ShouldBe(due.Count);
        }
        return kept;
    }

    private static List<(int Partition, ulong Key, string Text)> Records(int batch, (int Partition, int Bytes)[] records) =>
        [.. records.Select((record, i) => (record.Partition, (ulong)(batch << 16 | i), new string((char)('a' + i % 26), record.Bytes)))];
}

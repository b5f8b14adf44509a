using CsCheck;
using Kairos.Capture.Journal;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>Many append and many follow at once, over many segments, some from memory and some from disk.</summary>
public sealed class Concurrency
{
    [Theory]
    [InlineData(32 * 1024 * 1024)]
    [InlineData(20_000)]
    [InlineData(0)]
    public async Task Every_follower_sees_every_record_once_and_in_order(int memoryBytesMax)
    {
        const int Callers = 8, Batches = 150, PerBatch = 8;
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, MemoryBytesMax = memoryBytesMax, CompressionBytesMin = 2000 } };
        folder.Open();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var followers = Enumerable.Range(0, 4).Select(partition => Follow(folder.Journal.Open(partition, 0), Callers * Batches * PerBatch / 4))
            .Append(Follow(folder.Journal.OpenAll(new long[4]), Callers * Batches * PerBatch)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Batches; i++)
                (await folder.Journal.AppendAll(Enumerable.Range(0, PerBatch).Select(j => (j % 4, (ulong)caller, $"{i * PerBatch + j} {new string('x', 100 + j)}")))).ShouldBe(AppendOutcome.Committed);
        })));

        var seen = await Task.WhenAll(followers);
        foreach (var texts in seen)
            foreach (var partition in texts.GroupBy(text => text.Partition))
            {
                partition.Select(text => text.Position).ShouldBe(Enumerable.Range(0, Callers * Batches * PerBatch / 4).Select(position => (long)position));
                foreach (var caller in partition.GroupBy(text => text.Key))
                    caller.Select(text => int.Parse(text.Text.Split(' ')[0], null)).ShouldBeInOrder();
            }
        folder.Segments.Length.ShouldBeGreaterThan(1);

        Task<List<JournalText>> Follow(IJournalCursor cursor, int count) => Task.Run(async () =>
        {
            using (cursor)
                return await cursor.Follow(count, stop.Token);
        });
    }

    [Fact]
    public async Task Reading_goes_on_while_retention_deletes_what_is_read()
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, MemoryBytesMax = 0, CompressionBytesMin = 100_000 } };
        folder.Open();
        var text = new string('x', 2000);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
                await folder.Journal.Append((0, (ulong)(i % 5), text), (1, 1, "small"));
        });
        var reading = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            var trimmed = 0;
            while (!writing.IsCompleted)
            {
                using var cursor = folder.Journal.Open(0, 0);
                cursor.ReadAll().Select(record => record.Position).ShouldBeInOrder();
                var ofKey = folder.Journal.OfKey(0, 3);
                ofKey.Select(record => record.Position).ShouldBeInOrder(SortDirection.Descending);
                ofKey.ShouldAllBe(record => record.Key == 3 && record.Text == text);
                trimmed += reader == 0 ? folder.Journal.Trim(DateTimeOffset.MaxValue, [long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue]) : 0;
            }
            return trimmed;
        })).ToArray();
        await writing;
        (await Task.WhenAll(reading)).Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Any_batches_are_read_back_as_they_were_written_from_any_position() =>
        Gen.Select(Gen.Select(Gen.Int[0, 3], Gen.ULong, Gen.Int[0, 3000]).Array[1, 50].Array[1, 12], Gen.Int[0, 20_000], Gen.Int[0, 1000], Gen.Int[0, 100_000]).Sample(
            (batches, compressionBytesMin, from, memory) => WriteAndRead(batches, compressionBytesMin, from, memory).GetAwaiter().GetResult(), iter: 30, threads: 1);

    private static async Task WriteAndRead((int Partition, ulong Key, int Bytes)[][] batches, int compressionBytesMin, int from, int memory)
    {
        await using var folder = new JournalFolder { Options = new JournalOptions { Partitions = 4, SegmentBytes = 64 * 1024, CompressionBytesMin = compressionBytesMin, MemoryBytesMax = memory } };
        var random = new Random(batches.Length);
        var written = batches.Select(batch => batch.Select(record => (record.Partition, record.Key, Text: Text(record.Bytes, random))).ToArray()).ToArray();
        await Task.WhenAll(written.Select(batch => folder.Journal.AppendAll(batch)));
        for (var round = 0; round < 2; round++)
        {
            for (var partition = 0; partition < 4; partition++)
            {
                var due = written.SelectMany(batch => batch).Where(record => record.Partition == partition).Select(record => (record.Key, record.Text)).ToList();
                var start = Math.Min(from, due.Count);
                using var cursor = folder.Journal.Open(partition, start);
                cursor.ReadAll().Select(text => (text.Key, text.Text)).ShouldBe(due[start..]);
                foreach (var key in due.Select(record => record.Key).Take(3))
                    folder.Journal.OfKey(partition, key).Select(text => text.Text).ShouldBe(due.Where(record => record.Key == key).Select(record => record.Text).Reverse());
            }
            await folder.Reopen();
        }
    }

    /// <summary>Half of it compresses, half does not.</summary>
    private static string Text(int bytes, Random random) =>
        string.Create(bytes, random, (span, chance) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)(i < span.Length / 2 ? 'a' : 'a' + chance.Next(26));
        });
}

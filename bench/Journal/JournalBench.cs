using System.Diagnostics;
using System.Text;
using Kairos.Capture.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Journal;

/// <summary>The embedded journal against the bare disk: how many records become durable each second, how long one takes, how fast all are read back.</summary>
public static class JournalBench
{
    private const int Partitions = 16;

    /// <summary>One row of the result.</summary>
    public sealed record Row(string What, double PerSecond, double P50Ms, double P99Ms, double BytesPerRecord, double CpuMicroseconds);

    /// <summary>Runs everything.</summary>
    /// <param name="folder">A folder on the disk to measure; emptied first.</param>
    /// <param name="seconds">How long each row takes.</param>
    public static async Task<List<Row>> Run(string folder, double seconds)
    {
        var rows = new List<Row>
        {
            BareDisk(folder, 500, seconds), BareDisk(folder, 50_000, seconds),
            await Append(folder, callers: 1, perBatch: 1, seconds), await Append(folder, 16, 1, seconds), await Append(folder, 64, 1, seconds), await Append(folder, 256, 1, seconds),
            await Append(folder, 1, 100, seconds), await Append(folder, 8, 100, seconds), await Append(folder, 32, 100, seconds),
        };
        rows.Add(await Recover(folder));
        foreach (var row in rows)
            Console.WriteLine($"{row.What,-56} {row.PerSecond,12:n0}/s  p50 {row.P50Ms,7:n3} ms  p99 {row.P99Ms,7:n3} ms  {row.BytesPerRecord,6:n0} bytes, {row.CpuMicroseconds,6:n2} µs of processor each");
        return rows;
    }

    /// <summary>Writes and syncs to a preallocated file in a loop: the limit.</summary>
    public static Row BareDisk(string folder, int bytes, double seconds)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "bare.tmp");
        var payload = new byte[bytes];
        new Random(1).NextBytes(payload);
        var times = new List<double>();
        var processor = Environment.CpuUsage.TotalTime;
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, 64 << 20))
        {
            RandomAccess.SetLength(file, 64 << 20);
            RandomAccess.FlushToDisk(file);
            var watch = Stopwatch.StartNew();
            for (long at = 0; watch.Elapsed.TotalSeconds < seconds; at = at + 2 * bytes > 64 << 20 ? 0 : at + bytes)
            {
                var begun = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, payload, at);
                RandomAccess.FlushToDisk(file);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }
        File.Delete(path);
        return Summary($"bare write and sync of {bytes:n0} bytes", times, 1, seconds, bytes, processor);
    }

    /// <summary>Appends from many callers, each waiting for its answer before the next.</summary>
    public static async Task<Row> Append(string folder, int callers, int perBatch, double seconds)
    {
        Empty(folder);
        await using var journal = Open(folder);
        var processor = Environment.CpuUsage.TotalTime;
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var events = new EventTexts(caller);
            var taken = new List<double>();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                var batch = JournalBatch.Rent();
                for (var i = 0; i < perBatch; i++)
                    events.Write(batch);
                var begun = Stopwatch.GetTimestamp();
                if (await journal.Append(batch) == AppendOutcome.Committed)
                    taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                batch.Return();
            }
            return taken;
        })));
        var all = times.SelectMany(taken => taken).ToList();
        var records = Enumerable.Range(0, Partitions).Sum(journal.End);
        return Summary($"append {perBatch} each, {callers} callers", all, perBatch, seconds, (double)new DirectoryInfo(folder).GetFiles("*.segment").Sum(file => file.Length) / records, processor);
    }

    /// <summary>Reads all back with one cursor a partition and one on all, at once, from a journal that was just opened.</summary>
    public static async Task<Row> Recover(string folder)
    {
        long[] from = new long[Partitions];
        var opened = Stopwatch.StartNew();
        await using var journal = Open(folder);
        Console.WriteLine($"opened in {opened.Elapsed.TotalMilliseconds:n0} ms");
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Partitions).Select(partition => Task.Run(() => Count(journal.Open(partition, 0))))
            .Append(Task.Run(() => Count(journal.OpenAll(from)))));
        var seconds = watch.Elapsed.TotalSeconds;
        var records = Enumerable.Range(0, Partitions).Sum(journal.End);
        if (counts.Sum() != records * 2)
            throw new InvalidOperationException("Some records were not read.");
        return new Row($"recover {records:n0} records, {Partitions} cursors and one on all", records / seconds, 0, 0, 0, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / records);
    }

    private static long Count(IJournalCursor cursor)
    {
        long count = 0, bytes = 0;
        using (cursor)
            while (cursor.TryRead(out var run))
                foreach (var record in run)
                {
                    count++;
                    bytes += record.Payload.Length;
                }
        return bytes > 0 ? count : 0;
    }

    private static SegmentJournal Open(string folder) =>
        SegmentJournal.Open(Path.Combine(folder, "."), new JournalOptions { Partitions = Partitions }, TimeProvider.System, NullLogger<SegmentJournal>.Instance);

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static Row Summary(string what, List<double> times, int perTime, double seconds, double bytes, TimeSpan processor)
    {
        var used = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        return new Row(what, times.Count * perTime / seconds, times[times.Count / 2], times[(int)(times.Count * 0.99)], bytes, used.TotalMicroseconds / (times.Count * perTime));
    }

    /// <summary>Records that look like events: 300 to 600 bytes, ids that differ and words that repeat.</summary>
    private sealed class EventTexts(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly byte[] _text = new byte[600];

        public void Write(JournalBatch batch)
        {
            var person = (ulong)_random.Next(100_000);
            var text = $$$"""{"messageId":"{{{_random.NextInt64():x16}}}{{{_random.NextInt64():x16}}}","type":"track","event":"product_viewed","anonymousId":"{{{person:x16}}}{{{person * 7919:x16}}}","properties":{"product_id":"SKU-{{{_random.Next(100_000)}}}","category":"Shoes/Running/{{{_random.Next(40)}}}","price":{{{_random.Next(20_000) / 100.0}}},"currency":"EUR","position":{{{_random.Next(48)}}}},"context":{"page":{"url":"https://shop.example/category/running-shoes/{{{_random.Next(100_000)}}}","referrer":"https://www.google.com/"},"locale":"de-DE"},"timestamp":"2026-01-05T10:{{{_random.Next(60):d2}}}:{{{_random.Next(60):d2}}}.{{{_random.Next(1000):d3}}}Z"}""";
            var count = Encoding.UTF8.GetBytes(text, _text);
            _text.AsSpan(0, count).CopyTo(batch.GetSpan(count));
            batch.Advance(count);
            batch.Seal((int)(person * 0x9E3779B97F4A7C15UL >> 60), person * 0x9E3779B97F4A7C15UL);
        }
    }
}

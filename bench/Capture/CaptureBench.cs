using System.Diagnostics;
using System.Text;
using Kairos.Capture;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Capture.Parsing;
using Kairos.Govern;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Bench.Capture;

/// <summary>What capture costs without HTTP and without a disk: body to records, on one thread.</summary>
public static class CaptureBench
{
    /// <summary>One row of the result: processor time an event costs, which others at work on the machine do not change much; and events a second as they came, which they do.</summary>
    public sealed record Row(string What, double CpuNsPerEvent, double EventsPerSecond, double BytesAllocatedPerEvent, double BytesSentPerEvent, double BytesRecordedPerEvent);

    /// <summary>Runs everything.</summary>
    /// <param name="seconds">How long each row takes.</param>
    public static List<Row> Run(double seconds)
    {
        var folder = Directory.CreateTempSubdirectory("kairos-bench-capture-");
        var journal = new NowhereJournal();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Data", folder.FullName), new("KAIROS_WRITE_KEY", "wk_bench_0123456789"), new("KAIROS_SECRET_KEY", "sk_bench_0123456789")]);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<IJournal>(journal);
        builder.AddGovern().AddCapture();
        List<Row> rows;
        using (var host = builder.Build())
        {
            var intake = host.Services.GetRequiredService<IIntake>();
            var workspace = host.Services.GetRequiredService<IWorkspaces>().All[0];
            rows =
            [
                Measure("server event, single: parse", 1, Server, seconds, journal, Parse),
                Measure("server event, single: parse, normalize, encode", 1, Server, seconds, journal, Take),
                Measure("server events, 100: parse", 100, Server, seconds, journal, Parse),
                Measure("server events, 100: parse, normalize, encode", 100, Server, seconds, journal, Take),
                Measure("browser events, 100: parse", 100, Browser, seconds, journal, Parse),
                Measure("browser events, 100: parse, normalize, encode", 100, Browser, seconds, journal, Take),
            ];

            void Parse(byte[] body, EventKind? verb)
            {
                var drafts = DraftBatch.Rent();
                drafts.Append(body);
                if (drafts.Parse(Limits, verb) != Refusal.None)
                    throw new InvalidOperationException(drafts.Detail);
                drafts.Return();
            }

            void Take(byte[] body, EventKind? verb)
            {
                var drafts = DraftBatch.Rent();
                drafts.Append(body);
                drafts.Parse(Limits, verb);
                var outcome = intake.Take(workspace, drafts, new Origin("bench"));
                if (!outcome.IsCompletedSuccessfully || outcome.Result.Accepted != drafts.Count)
                    throw new InvalidOperationException("Not all events were taken.");
                drafts.Return();
            }
        }

        folder.Delete(recursive: true);
        foreach (var row in rows)
            Console.WriteLine($"{row.What,-52} {row.CpuNsPerEvent,8:n0} ns of CPU  {row.EventsPerSecond,12:n0}/s  {row.BytesAllocatedPerEvent,6:n1} B allocated  {row.BytesSentPerEvent,5:n0} B sent  {row.BytesRecordedPerEvent,5:n0} B recorded");
        return rows;
    }

    // On a busy machine the compiler's second tier takes its time.
    private const double WarmUpSeconds = 3;

    private static readonly ParsingOptions Limits = new() { BatchBytesMax = 1 << 20 };

    private static Row Measure(string what, int events, Func<int, string> make, double seconds, NowhereJournal journal, Action<byte[], EventKind?> body)
    {
        var bodies = Enumerable.Range(0, 64).Select(i => Encoding.UTF8.GetBytes(events == 1
            ? make(i)
            : "{\"batch\":[" + string.Join(',', Enumerable.Range(0, events).Select(j => make((i * events) + j))) + "],\"sentAt\":\"2026-01-05T10:00:01.000Z\"}")).ToArray();
        EventKind? verb = events == 1 ? EventKind.Track : null;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < WarmUpSeconds;)
            body(bodies[0], verb);

        var (count, recorded, allocated) = (0L, journal.Bytes, GC.GetAllocatedBytesForCurrentThread());
        var cpu = Environment.CpuUsage.TotalTime;
        var measured = Stopwatch.StartNew();
        while (measured.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < bodies.Length; i++)
                body(bodies[i], verb);
            count += bodies.Length * events;
        }

        var elapsed = measured.Elapsed;
        return new Row(what, (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / count, count / elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count,
            bodies.Average(sent => sent.Length) / events, (double)(journal.Bytes - recorded) / count);
    }

    private static string Server(int i) => $$$"""
        {"type":"track","event":"Product Viewed","userId":"user-{{{i % 997}}}","messageId":"node-next-1795357495819-87bb2e14-0f26-4109-8b50-{{{i:d12}}}","timestamp":"2026-01-05T10:00:00.819Z","properties":{"product_id":"SKU-{{{i % 5000}}}","name":"Running shoe {{{i % 5000}}}","category":"Running Shoes","brand":"Acme","price":89.9,"currency":"EUR"},"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"integrations":{},"_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}}
        """;

    private static string Browser(int i) => $$$"""
        {"timestamp":"2026-01-05T10:00:00.819Z","integrations":{},"type":"track","event":"Product Viewed","properties":{"product_id":"SKU-{{{i % 5000}}}","name":"Running shoe {{{i % 5000}}}","category":"Running Shoes","brand":"Acme","price":89.9,"currency":"EUR"},"context":{"page":{"path":"/category/running-shoes/sku-{{{i % 5000}}}","referrer":"https://www.google.com/","search":"?utm_source=news&utm_medium=email&utm_campaign=spring","title":"Running shoe {{{i % 5000}}} | Shop","url":"https://shop.example/category/running-shoes/sku-{{{i % 5000}}}?utm_source=news&utm_medium=email&utm_campaign=spring"},"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{{{120 + (i % 12)}}}.0.0.0 Safari/537.36","userAgentData":{"brands":[{"brand":"Chromium","version":"131"},{"brand":"Not_A Brand","version":"24"}],"mobile":false,"platform":"Windows"},"locale":"en-US","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin","campaign":{"source":"news","medium":"email","name":"spring"}},"messageId":"ajs-next-1795357495819-87bb2e14-0f26-4109-8b50-{{{i:d12}}}","userId":null,"anonymousId":"45f287bb-2e14-4f26-b109-{{{i % 9973:d12}}}","writeKey":"wk_bench_0123456789","_metadata":{"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]}}
        """;

    /// <summary>Acknowledges at once and keeps nothing.</summary>
    private sealed class NowhereJournal : IJournal
    {
        public long Bytes { get; private set; }

        public int Partitions => 16;

        public string? Trouble => null;

        public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
        {
            Bytes += batch.Bytes.Length;
            return new(AppendOutcome.Committed);
        }

        public long End(int partition) => 0;

        public long Start(int partition) => 0;

        public IJournalCursor Open(int partition, long from) => throw new NotSupportedException("Nothing was kept.");

        public IJournalCursor OpenAll(ReadOnlySpan<long> from) => throw new NotSupportedException("Nothing was kept.");

        public void ReadKey(int partition, ulong key, long before, JournalVisitor visit)
        {
        }

        public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

        public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default) => new(default(JournalErasure)); // Nothing is erased here.

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

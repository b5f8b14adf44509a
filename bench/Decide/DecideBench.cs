using System.Diagnostics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Decide;
using Kairos.Decide.Decisions;
using Kairos.Decide.Ranking;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.Bench.Decide;

/// <summary>
/// What a decision costs beside context and retrieval: people and models answer at once, the journal forgets. 200 candidates of 100,000
/// items are looked up, guarded, ranked, explained, written out and recorded, on one thread.
/// </summary>
public static class DecideBench
{
    public sealed record Row(string What, double P50Us, double P99Us, double BytesPerDecision, double PerSecond);

    public static IReadOnlyList<Row> Run(int decisions = 20_000, int items = 100_000)
    {
        var shelf = new Shelf(items);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ICatalogue>(shelf).AddSingleton<IPeople>(shelf).AddSingleton<ICandidates>(shelf).AddSingleton<IJournal, Oblivion>()
            .AddSingleton<IAccounts, NoAccounts>().AddSingleton(PurposePolicy.Of("fresh")).AddSingleton(new SessionOptions());
        builder.AddDecide();
        using var host = builder.Build();
        var decider = host.Services.GetRequiredService<Decider>();

        Row[] rows =
        [
            Measure("8 of 100,000 items, a session of ten views", decider, decisions, shelf.Request(8, events: 0)),
            Measure("the same with five inline events", decider, decisions, shelf.Request(8, events: 5)),
            Measure("20 items", decider, decisions, shelf.Request(20, events: 0)),
        ];
        foreach (var row in rows)
            Console.WriteLine($"{row.What,-48} p50 {row.P50Us,7:n1} µs  p99 {row.P99Us,7:n1} µs  {row.BytesPerDecision,8:n0} bytes  {row.PerSecond,9:n0}/s");
        return rows;
    }

    private static Row Measure(string what, Decider decider, int decisions, DecisionRequest request)
    {
        for (var i = 0; i < decisions / 4; i++)
            Decide(decider, request);
        var micros = new double[decisions];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < decisions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Decide(decider, request);
            micros[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)decisions;
        Array.Sort(micros);
        return new Row(what, micros[decisions / 2], micros[decisions * 99 / 100], bytes, decisions / seconds);
    }

    private static void Decide(Decider decider, DecisionRequest request)
    {
        using var decision = decider.Decide(request).AsTask().GetAwaiter().GetResult(); // Everything answers at once: nothing is waited for.
        if (decision.AnswerOf(0).Count == 0)
            throw new InvalidOperationException("Nothing was decided.");
    }
}

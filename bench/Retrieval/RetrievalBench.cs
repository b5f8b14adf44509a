using System.Diagnostics;
using Kairos.Learn.Models;
using Kairos.Learn.Models.SessionNeighbours;

namespace Kairos.Bench.Retrieval;

/// <summary>How long one search for session neighbours takes on one thread, and what a click costs in memory. The sessions are generated.</summary>
public static class RetrievalBench
{
    public sealed record Result(int Sessions, int Clicks, double FoldSeconds, double BytesPerClick,
        double P50Us, double P90Us, double P99Us, double DeltaP50Us, double DeltaP99Us, double MeanCandidates);

    private const int Rounds = 5;

    public static Result Run(int items = 100_000, int sessions = 1_000_000, int queries = 20_000, int deltaSessions = 20_000)
    {
        var source = new ZipfSessions(items, seed: 7);
        var model = new NeighbourModel(new NeighbourOptions { SampleSessions = 500, Neighbours = 100, QueryItems = 2, DeltaClicksMax = int.MaxValue });
        for (var i = 0; i < sessions; i++)
            Teach(model, i, source.Next());
        var started = Stopwatch.GetTimestamp();
        model.Settle(wait: true);
        var fold = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var index = model.View.Index;

        var asked = Enumerable.Range(0, queries).Select(_ => source.Next()).Select(session => session[..Math.Min(2, session.Length)]).ToArray();
        var still = Measure(model, asked, sessions, out var candidates);
        for (var i = 0; i < deltaSessions; i++)
            Teach(model, sessions + i, source.Next());
        var growing = Measure(model, asked, sessions + deltaSessions, out _);
        return new Result(index.Sessions, index.Items.Length, fold, (double)index.MemoryBytes / index.Items.Length,
            At(still, 0.5), At(still, 0.9), At(still, 0.99), At(growing, 0.5), At(growing, 0.99), candidates);
    }

    private static void Teach(NeighbourModel model, int number, int[] items)
    {
        for (var i = 0; i < items.Length; i++)
            model.Learn(new LearnedClick { Session = number, Before = items.AsSpan(0, i), Item = items[i], AtMs = 1_600_000_000_000 + number * 1000L, Weight = 1 });
        model.Close(number);
    }

    // All queries are asked in turn, several times over, and the fastest time of each counts: what other programs on the machine
    // take away is left out, while the caches have seen many thousand other queries in between.
    private static double[] Measure(NeighbourModel model, int[][] asked, int sessions, out double candidates)
    {
        var scratch = new QueryScratch();
        var weights = new float[] { 1, 1 };
        var micros = new double[asked.Length];
        long found = 0;
        Array.Fill(micros, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            found = 0;
            for (var i = 0; i < asked.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                scratch.Table.Clear();
                model.Score(new SessionQuery { Items = asked[i], Weights = weights.AsSpan(0, asked[i].Length), NowMs = 1_600_000_000_000 + sessions * 1000L }, scratch, 0);
                micros[i] = Math.Min(micros[i], Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                found += scratch.Table.Count;
            }
        }
        candidates = (double)found / asked.Length;
        Array.Sort(micros);
        return micros;
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}

using System.Diagnostics;

namespace Kairos.Host.Demo;

/// <summary>Plays visitors against a server, several at once, each in its own order, and predicts before it learns.</summary>
/// <remarks>
/// Predict-then-learn (prequential evaluation: Gama, Sebastião, Rodrigues, Machine Learning 90, 2013): at a sampled click the visitor's
/// recommendations are asked for first, then the click is scored against them, and only then is it sent. So no list was ever made with the click it is scored on.
/// </remarks>
/// <param name="client">The server.</param>
/// <param name="visitors">Who comes, in order.</param>
/// <param name="pacer">How fast.</param>
/// <param name="score">Receives the counts.</param>
/// <param name="clock">Dates the clicks.</param>
public sealed class DemoReplay(DemoClient client, Visitor[] visitors, Pacer pacer, DemoScore score, TimeProvider clock)
{
    /// <summary>How many visitors click at the same time.</summary>
    public const int AtOnce = 16;

    /// <summary>Recommendations are asked for at one in so many clicks, a visitor's first never.</summary>
    public const int AskOneIn = 20;

    private readonly PopularNow _popular = new(visitors.SelectMany(visitor => visitor.Clicks).Select(click => click.Item));
    private int _next = -1;

    /// <summary>Plays all of them.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HttpRequestException">The server refused a click.</exception>
    public async Task Run(CancellationToken cancel)
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => Walk(cancel), cancel)));
        score.Stop();
    }

    /// <summary>Whether recommendations are asked for before a click. The same in each run.</summary>
    /// <param name="visitor">The visitor's number.</param>
    /// <param name="click">Which click, from 0.</param>
    internal static bool IsAsked(int visitor, int click) =>
        click > 0 && (uint)((visitor * 397 + click) * 2654435761L >> 7) % AskOneIn == 0;

    private async Task Walk(CancellationToken cancel)
    {
        for (var at = Interlocked.Increment(ref _next); at < visitors.Length; at = Interlocked.Increment(ref _next))
            await Play(visitors[at], cancel);
    }

    private async Task Play(Visitor visitor, CancellationToken cancel)
    {
        var lastAt = clock.GetUtcNow();
        for (var at = 0; at < visitor.Clicks.Length;)
        {
            if (IsAsked(visitor.Number, at))
                await Predict(visitor, at, cancel);
            var count = pacer.IsBehind ? UntilNextAsk(visitor, at) : 1;
            await pacer.Take(count, cancel);
            var started = Stopwatch.GetTimestamp();
            await client.Send(visitor, at, count, lastAt, cancel);
            score.Capture.Record(Stopwatch.GetElapsedTime(started));
            score.Acknowledge(count);
            for (var end = at + count; at < end; at++)
                _popular.Add(visitor.Clicks[at].Item);
        }
    }

    private async Task Predict(Visitor visitor, int click, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var got = await client.Recommend(visitor, PageOf(visitor.Clicks[click - 1]), DemoScore.Depth, cancel);
        score.Decide.Record(Stopwatch.GetElapsedTime(started));
        var wanted = visitor.Clicks[click].Item;
        score.Predicted(got.Items.AsSpan(0, Math.Min(DemoScore.Depth, got.Items.Length)).Contains(wanted), _popular.Shows(wanted, DemoScore.Depth));
    }

    /// <summary>The page on which a visitor looked at an item.</summary>
    /// <param name="click">The look.</param>
    internal static string PageOf(Click click) => "/category/" + click.Category;

    // Behind its pace, a visitor's clicks go together up to the next one that must be predicted: never past it.
    private static int UntilNextAsk(Visitor visitor, int from)
    {
        var end = from + 1;
        while (end < visitor.Clicks.Length && end - from < 100 && !IsAsked(visitor.Number, end))
            end++;
        return end - from;
    }
}

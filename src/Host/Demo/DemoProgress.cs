using System.Globalization;
using Kairos.Measure.Monitors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kairos.Host.Demo;

/// <summary>Shows how the replay goes: redrawn in place on a terminal, a plain line now and then elsewhere.</summary>
/// <param name="console">Where to.</param>
/// <param name="score">What is shown.</param>
/// <param name="events">How many events there are in all.</param>
internal sealed class DemoProgress(IAnsiConsole console, DemoScore score, int events)
{
    private const int BarCells = 46;

    /// <summary>Shows it until the replay ends.</summary>
    /// <param name="replay">The replay.</param>
    public async Task Follow(Task replay)
    {
        if (console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal)
            await console.Live(Picture()).StartAsync(live => Each(TimeSpan.FromMilliseconds(250), replay, () => live.UpdateTarget(Picture())));
        else
            await Each(TimeSpan.FromSeconds(5), replay, () => console.Profile.Out.Writer.WriteLine(Line()));
        await replay;
    }

    private static async Task Each(TimeSpan every, Task replay, Action show)
    {
        while (await Task.WhenAny(replay, Task.Delay(every)) != replay)
            show();
        show();
    }

    private Rows Picture()
    {
        var done = Math.Clamp((int)(score.Acknowledged * BarCells / Math.Max(1, events)), 0, BarCells);
        var bar = new Markup($"[green]{new string('█', done)}[/][grey]{new string('░', BarCells - done)}[/] {score.Acknowledged * 100 / Math.Max(1, events),3} %");
        var rates = new Grid().AddColumn().AddColumn().AddColumn();
        rates.AddRow(Cells("events", $"{Count(score.Acknowledged)} acknowledged", $"{Count(PerSecond)}/s"));
        rates.AddRow(Cells("capture", $"p50 {Ms(score.Capture, 0.5)}", $"p99 {Ms(score.Capture, 0.99)}"));
        rates.AddRow(Cells("recommend", $"p50 {Ms(score.Decide, 0.5)}", $"p99 {Ms(score.Decide, 0.99)}"));
        var hits = new Grid().AddColumn().AddColumn().AddColumn();
        hits.AddRow(Cells("HR@20 served", Bar(score.HitRate, "green"), $"[bold]{Percent(score.HitRate)}[/]"));
        hits.AddRow(Cells("HR@20 popular", Bar(score.PopularHitRate, "grey"), Percent(score.PopularHitRate)));
        return new Rows(bar, rates, hits, new Markup($"[grey]{Count(score.Asked)} lists asked for before the click they are scored on[/]"));
    }

    private static IRenderable[] Cells(params string[] cells) => [.. cells.Select(cell => new Markup(cell))];

    private static string Bar(double share, string colour) => $"[{colour}]{new string('■', (int)(share * 30))}[/]";

    private string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{score.Elapsed.TotalSeconds,4:0} s  {score.Acknowledged}/{events} acknowledged  {PerSecond}/s  capture p99 {Ms(score.Capture, 0.99)}  " +
        $"recommend p99 {Ms(score.Decide, 0.99)}  HR@20 {Percent(score.HitRate)} (popular {Percent(score.PopularHitRate)}, {score.Asked} asked)");

    private long PerSecond => (long)(score.Acknowledged / Math.Max(0.001, score.Elapsed.TotalSeconds));

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Ms(LatencyHistogram counts, double share) => counts.Milliseconds(share).ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}

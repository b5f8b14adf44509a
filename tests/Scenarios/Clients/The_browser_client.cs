using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Clients;

/// <summary>Segment's own browser client, unchanged, in Chromium, on a page of another origin, with its settings from our server.</summary>
public sealed class The_browser_client(SharedServer shared)
{
    private const int Tracks = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ServerHome _home = shared.Home;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Works_unchanged(bool batching) => Visit(batching, Faults.None);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Loses_and_doubles_nothing_over_a_bad_network(bool batching) => Visit(batching, Faults.InTurn);

    private async Task Visit(bool batching, Func<int, Fault> plan)
    {
        NodeScript.Require("@segment/analytics-next");
        await using var site = await StaticSite.Start(NodeScript.Folder);
        await using var proxy = await FaultyProxy.Start(await _home.Address, plan);
        await using var chromium = await Chromium.Start();
        var console = new List<string>();
        var page = await chromium.Open(new Uri(site.Address, "/browser.html"), console);

        var report = await page.EvaluateAsync<JsonElement>("options => window.visit(options)",
            new { server = proxy.Address.ToString().TrimEnd('/'), writeKey = _home.WriteKey, tracks = Tracks, batching });
        var person = report.GetProperty("anonymousId").GetString()!;
        var sent = report.GetProperty("sent").EnumerateArray().Select(id => id.GetString()!).ToList();
        sent.Count.ShouldBe(Tracks + HeldEvents.Others);

        // The client retries in the background: wait until the server has heard of all, then look closely.
        var people = new People(new ApiCaller(_home));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var held = new HeldEvents(people, person);
        while (await held.Count() < sent.Count && watch.Elapsed < Patience)
            await Task.Delay(100);
        await held.AreExactly(sent);
        if (plan == Faults.None)
            console.ShouldBeEmpty("A good network leaves nothing to complain of: no refused preflight, no failed request.");
    }
}

using System.Globalization;
using Spectre.Console;

namespace Kairos.Host.Demo;

/// <summary>What the demo says before and after the replay.</summary>
/// <param name="console">Where to.</param>
/// <param name="client">The server.</param>
/// <param name="visitors">Who came.</param>
internal sealed class DemoEnding(IAnsiConsole console, DemoClient client, Visitor[] visitors)
{
    private const int Shown = 5;
    private readonly Dictionary<string, Click> _items = visitors.SelectMany(visitor => visitor.Clicks)
        .GroupBy(click => click.Item).ToDictionary(group => group.Key, group => group.First());

    public void Welcome(string url, int events)
    {
        Say($"Kairos serves at {url}");
        Say("A clothing shop's clicks of April to July 2008 now go through its HTTP API:");
        Say(string.Create(CultureInfo.InvariantCulture, $"{events:N0} clicks by {visitors.Length:N0} visitors on {_items.Count} models, {DemoReplay.AtOnce} visitors at a time."));
        Say($"Before one click in {DemoReplay.AskOneIn}, recommendations are asked for: HR@20 is how often the click was among the 20.");
        Say("");
    }

    public async Task Show(string url, DemoKeys keys, bool stays, CancellationToken cancel)
    {
        Say("");
        Say("Three of the last visitors: what they did, what the page they are on would show them, and why.");
        var examples = Examples();
        foreach (var visitor in examples)
            await Tell(visitor, cancel);
        if (!stays)
            return;

        Say("");
        Say("The server goes on. Open:");
        Say($"  {url}/                what runs: live counters and the last decisions");
        Say($"  {url}/docs            the API, to read and to try");
        Say($"  write key {keys.WriteKey}" + (keys.SecretKey is null ? "" : $", secret key {keys.SecretKey}"));
        Say("");
        Say("Ask for a visitor yourself:");
        Say($$"""  curl -s {{url}}/api/recommendations -u {{keys.WriteKey}}: -H 'content-type: application/json' -d '{"session_id":"{{examples[^1].Id}}","limit":5}'""");
        if (keys.SecretKey is not null)
            Say($"  curl -s {url}/v1/profiles/anonymousId:{examples[^1].Id} -H 'authorization: Bearer {keys.SecretKey}'");
        Say("");
        Say("Ctrl-C stops it.");
    }

    // One visitor of each sort, out of the last hundreds: enough clicks to tell a story, few enough to read.
    private List<Visitor> Examples() => visitors.Reverse()
        .Where(visitor => visitor.Clicks.Length is >= 3 and <= 6 && visitor.Clicks.Select(click => click.Item).Distinct().Count() >= 3)
        .DistinctBy(visitor => visitor.Clicks[^1].Category).Take(3).Reverse().ToList();

    private async Task Tell(Visitor visitor, CancellationToken cancel)
    {
        var page = DemoReplay.PageOf(visitor.Clicks[^1]) + "/" + visitor.Clicks[^1].Item;
        var got = await client.Recommend(visitor, page, Shown, cancel);
        Say("");
        Say($"{visitor.Id} looked at");
        foreach (var click in visitor.Clicks)
            Say($"     {click.Name}, {click.Price} USD");
        Say("  and would be shown");
        for (var i = 0; i < got.Items.Length; i++)
            Say($"  {i + 1}. {Describe(got.Items[i]),-34} {got.Reasons[i]}");
        Say($"  decision {got.DecisionId} ({got.Source})");
    }

    private string Describe(string item) => _items.TryGetValue(item, out var click) ? $"{click.Name}, {click.Price} USD" : item;

    // Plain text: nothing here is markup, and lines are not broken, so that a curl can be copied.
    private void Say(string line) => console.Profile.Out.Writer.WriteLine(line);
}

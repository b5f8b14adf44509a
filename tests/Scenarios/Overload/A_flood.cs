using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Overload;

/// <summary>Promise 9, and T9 of docs/security.md: over its bounds capture says 429 and when to come back; decisions go on; what was acknowledged is kept.</summary>
public sealed class A_flood
{
    private const int Floods = 48;
    private const int Batches = 12;

    [Fact]
    public async Task Is_shed_with_429_while_decisions_go_on()
    {
        await using var home = await new ServerHome(null, ("Capture:Journal:QueueBytesMax", "4096")).Start();
        var ledger = new Ledger();
        var capture = new CaptureCaller(home);
        var first = new EventDraft("first", "she", "Product Viewed", "SKU-1");
        await capture.SendAccepted(first);

        var answers = new ConcurrentBag<CaptureAnswer>();
        var flood = Task.WhenAll(Enumerable.Range(0, Floods).Select(f => Task.Run(() => Flood(f, capture, ledger, answers))));
        var decide = new ApiCaller(home, home.WriteKey);
        var decisions = 0;
        do
        {
            await decide.Post("/api/recommendations", new JsonObject { ["session_id"] = $"flooded-{decisions++}", ["limit"] = 3 });
        }
        while (!flood.IsCompleted);
        await flood;

        answers.Select(a => a.Status).Distinct().ShouldBeSubsetOf([200, 429]);
        var shed = answers.Where(a => a.Status == 429).ToList();
        shed.ShouldNotBeEmpty("The flood was never too much: the test would prove nothing.");
        shed.ShouldAllBe(a => int.Parse(a.RetryAfter!) >= 1);
        (await new Audit(ledger, new People(new ApiCaller(home))).Whole()).ShouldBeEmpty();
        await capture.SendAccepted(first with { MessageId = "after" });
        shed.ShouldAllBe(a => a.ExposedHeaders.Contains("Retry-After", StringComparison.OrdinalIgnoreCase), "A browser on another origin may not read it otherwise.");
    }

    private static async Task Flood(int flood, CaptureCaller capture, Ledger ledger, ConcurrentBag<CaptureAnswer> answers)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            var drafts = Enumerable.Range(0, 100).Select(i => new EventDraft($"{flood}-{batch}-{i}", $"flood-{i % 20}", "Product Viewed", $"SKU-{i}")).ToList();
            drafts.ForEach(ledger.NoteSent);
            var answer = await capture.SendBatch(drafts);
            answers.Add(answer);
            if (answer.Acknowledged)
                drafts.ForEach(ledger.NoteAcknowledged);
        }
    }
}

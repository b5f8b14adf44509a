using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>The key that experiments bucket on: a phone that is new, a log-in to somebody older, a merge, a split, a crash and a stop; no identifier ever sees a change.</summary>
public sealed class What_she_is_shown_stays
{
    [Fact]
    public async Task Through_log_in_merge_split_crash_and_stop()
    {
        await using var home = await new ServerHome().Start();
        var (shop, capture, server) = (new Shop(home), new CaptureCaller(home), new ApiCaller(home));
        await shop.Crowd(people: 8, items: 4);

        // She is known from the laptop, where she is logged in.
        await shop.View("laptop", shop.Tents, 2);
        await Identify(capture, "laptop", "ann");
        var laptop = await Key(server, "laptop", "ann");

        // On the phone nobody knows her yet. Something is decided for it.
        await shop.View("phone", shop.Shoes, 2);
        var phone = await Key(server, "phone");
        phone.ShouldNotBe(laptop);

        // She logs in: the phone is hers, and the older person's first-seen key would be another.
        await Identify(capture, "phone", "ann");
        (await server.Get("/v1/profiles/anonymousId:phone")).GetProperty("firstSeenKey").GetString().ShouldBe("laptop");
        await Stays();
        (await Key(server, "tablet", "ann")).ShouldBe(laptop, "A new device of hers.");

        await home.Kill();
        await home.Start();
        await Stays();

        await server.Post("/v1/profiles/merge", new JsonObject { ["from"] = "userId:ann", ["into"] = "userId:anna" });
        await Stays();
        await server.Post("/v1/profiles/split", new JsonObject { ["profile"] = "anonymousId:phone" });
        await home.Terminate();
        await home.Start();
        await Stays();
        (await server.Get("/v1/profiles/anonymousId:phone/identities")).GetProperty("identifiers")[0].GetProperty("bucketingKey").GetString().ShouldBe(phone);

        var watched = await Watched(server, atLeast: 1);
        watched.GetProperty("flips").GetInt64().ShouldBe(0);

        async Task Stays()
        {
            for (var times = 0; times < 2; times++)
            {
                (await Key(server, "phone")).ShouldBe(phone);
                (await Key(server, "phone", "ann")).ShouldBe(phone);
                (await Key(server, "laptop")).ShouldBe(laptop);
                (await Key(server, "", "ann")).ShouldBe(laptop, "What was decided for her user id first.");
            }
        }
    }

    // The counter follows the journal, a moment behind.
    private static async Task<JsonElement> Watched(ApiCaller server, long atLeast)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (true)
        {
            var bucketing = (await server.Get("/v1/reports/live")).GetProperty("bucketing");
            if (bucketing.GetProperty("compared").GetInt64() >= atLeast || DateTimeOffset.UtcNow > until)
            {
                bucketing.GetProperty("compared").GetInt64().ShouldBeGreaterThanOrEqualTo(atLeast);
                return bucketing;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<string> Key(ApiCaller server, string device, string user = "")
    {
        var decision = await server.Post("/v1/decide", new JsonObject
        {
            ["user"] = new JsonObject { ["anonymousId"] = device, ["userId"] = user }, ["placements"] = new JsonArray(new JsonObject { ["id"] = "home-recs" }), ["deadlineMs"] = 1000,
        });
        return (await server.Get($"/v1/decisions/{decision.GetProperty("decisionId").GetString()}")).GetProperty("bucketing").GetProperty("key").GetString()!;
    }

    private static async Task Identify(CaptureCaller capture, string device, string user) => (await capture.Post("/v1/identify",
        $$"""{"messageId":"{{device}}-i","anonymousId":"{{device}}","userId":"{{user}}"}""")).Acknowledged.ShouldBeTrue();
}

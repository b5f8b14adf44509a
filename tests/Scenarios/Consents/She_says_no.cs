using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;
using Kairos.Scenarios.Stories;

namespace Kairos.Scenarios.Consents;

/// <summary>A visitor withdraws and comes back, between any two decisions, by every way there is, while others keep the server busy.</summary>
public sealed class She_says_no(SharedServer shared)
{
    private const int Times = 1_000;

    [Fact]
    public async Task From_the_very_next_decision_nothing_of_her_is_used_a_thousand_times_under_load()
    {
        var shop = new Shop(shared.Home);
        await shop.Crowd(people: 48, items: 8);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var crowd = Enumerable.Range(0, 3).Select(_ => Bustle(shop, enough.Token)).ToArray();

        await Parallel.ForAsync(0, 4, async (part, _) =>
        {
            var choices = new Choices(shared.Home);
            for (var i = part; i < Times; i += 4)
                await SayNoAndYesAgain(shop, choices, i);
        });

        await enough.CancelAsync();
        (await Task.WhenAll(crowd)).Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_she_does_while_she_refuses_is_not_learned_from_and_is_not_used_when_she_agrees_again()
    {
        var (shop, choices) = (new Shop(shared.Home), new Choices(shared.Home));
        await shop.Crowd(people: 48, items: 8);
        var she = shop.Visitor();
        await shop.View(she, shop.Shoes, 5);
        await choices.Say(she, granted: false, way: 0);
        await shop.View(she, shop.Tents, 5);
        await choices.Say(she, granted: true, way: 0);

        var again = await shop.Ask(she, "/");
        Because(again).ShouldContain(Shop.Item(shop.Shoes, 5));
        Because(again).ShouldNotContain(Shop.Item(shop.Tents, 5));
        (await new People(new ApiCaller(shared.Home)).Touched(she)).ShouldBe([Shop.Item(shop.Shoes, 5)]);
    }

    [Fact]
    public async Task Her_history_proves_who_said_what_when_and_by_which_text_and_is_paged()
    {
        var (api, choices) = (new ApiCaller(shared.Home), new Choices(shared.Home));
        var she = $"she-{Guid.NewGuid():N}";
        var path = $"/v1/profiles/anonymousId:{she}/consent";
        for (var i = 0; i < 2; i++) // The same message twice is one statement.
        {
            await Choices.Put(api, path, new JsonObject
            {
                ["purposes"] = new JsonObject { ["personalization"] = false, ["C0002"] = false }, ["at"] = "2026-01-05T10:00:00Z", ["messageId"] = she + "-1",
                ["textVersion"] = "2026-01", ["source"] = "call-centre", ["actor"] = "agent-12",
            });
        }

        await choices.Say(she, granted: true, way: 1);
        await choices.Say(she, granted: false, way: 3);

        var (statements, cursor) = (new List<JsonElement>(), "");
        do
        {
            var page = await api.Get($"{path}?limit=2{cursor}");
            statements.AddRange(page.GetProperty("history").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? "&cursor=" + next : "";
        }
        while (cursor.Length > 0);

        statements.Select(statement => statement.GetProperty("purposes").GetProperty("personalization").GetBoolean()).ShouldBe([false, true, false]);
        statements.Select(statement => statement.GetProperty("event").GetString()).ShouldBe(["consent_updated", "consent_updated", "consent_updated"],
            "The last came with an event that nobody may use, since she had refused analytics before: its statement is kept alone.");
        var first = statements[2];
        first.GetProperty("at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
        (first.GetProperty("textVersion").GetString(), first.GetProperty("source").GetString(), first.GetProperty("actor").GetString(), first.GetProperty("messageId").GetString())
            .ShouldBe(("2026-01", "call-centre", "agent-12", she + "-1"));
        first.GetProperty("purposes").GetProperty("analytics").GetBoolean().ShouldBeFalse();
        statements[1].GetProperty("way").GetString().ShouldBe("preferences");

        var now = (await api.Get(path)).GetProperty("purposes");
        (now.GetProperty("personalization").GetProperty("allowed").GetBoolean(), now.GetProperty("email").GetProperty("allowed").GetBoolean()).ShouldBe((false, false));
        now.GetProperty("sms").GetProperty("said").ValueKind.ShouldBe(JsonValueKind.Null);
        now.GetProperty("analytics").GetProperty("basis").GetString().ShouldBe("legitimate-interest");
    }

    private static async Task SayNoAndYesAgain(Shop shop, Choices choices, int i)
    {
        var she = shop.Visitor();
        await shop.View(she, shop.Shoes, 6);
        await shop.View(she, shop.Shoes, 5);
        var before = await shop.Ask(she, "/");
        Because(before).ShouldNotBeEmpty(before.ToString());

        await choices.Say(she, granted: false, way: i % Choices.Ways);
        var without = await shop.Ask(she, "/");
        without.GetProperty("degraded").EnumerateArray().Select(code => code.GetString()).ShouldContain("no-consent", $"time {i}: {without}");
        without.GetProperty("source").GetString().ShouldBe("popular", $"time {i}: {without}");
        Because(without).ShouldBeEmpty();
        without.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("reason").GetProperty("code").GetString())
            .ShouldBeSubsetOf(["trending", "popular", "popular-in-category", "default"]);

        await choices.Say(she, granted: true, way: (i / Choices.Ways) % Choices.Ways);
        var again = await shop.Ask(she, "/");
        Because(again).ShouldNotBeEmpty($"time {i}: {again}");
    }

    private static async Task<int> Bustle(Shop shop, CancellationToken enough)
    {
        var times = 0;
        for (; !enough.IsCancellationRequested; times++)
        {
            var somebody = shop.Visitor();
            await shop.View(somebody, shop.Tents, times % 8);
            await shop.Ask(somebody, "/");
        }

        return times;
    }

    private static List<string> Because(JsonElement answer) =>
    [
        .. from item in answer.GetProperty("items").EnumerateArray()
           where item.GetProperty("reason").TryGetProperty("because", out _)
           from because in item.GetProperty("reason").GetProperty("because").EnumerateArray()
           select because.GetString()!,
    ];
}

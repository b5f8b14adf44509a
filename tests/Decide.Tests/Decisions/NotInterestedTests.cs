using System.Text;
using Kairos.Capture.Events;
using Kairos.Decide.Decisions;
using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Decisions;

public sealed class NotInterestedTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task An_item_a_brand_and_a_category_are_kept_back_until_taken_back()
    {
        Says(new NotInterested(InterestKind.Item, Shop.Key("shoe-4").Value, 1, false));
        (await _shop.Ask("home-recs", "ann")).Items().ShouldNotContain("shoe-4");

        var shoes = KnownItems.Symbol(Shop.Main, "Running Shoes").Value;
        Says(new NotInterested(InterestKind.Category, shoes, 1, false));
        var socks = await _shop.Ask("home-recs", "ann");
        socks.Items().ShouldAllBe(id => id.StartsWith("sock", StringComparison.Ordinal));
        socks.Items().Length.ShouldBe(8);

        Says(new NotInterested(InterestKind.Brand, shoes, 1, false)); // A brand of that name is no category.
        (await _shop.Ask("home-recs", "ann")).Items()[0].ShouldBe("shoe-4");
        Says(new NotInterested(InterestKind.Category, shoes, 1, true));
        (await _shop.Ask("home-recs", "ann")).Items()[0].ShouldBe("shoe-4");
    }

    [Fact]
    public async Task What_was_kept_back_is_told_in_the_record_and_replays_the_same()
    {
        Says(new NotInterested(InterestKind.Item, Shop.Key("shoe-4").Value, 1, false));
        using var decision = await _shop.Get<Decider>().Decide(
            new DecisionRequest { Workspace = Shop.Main, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "home-recs" }], DeadlineMs = 1000, Explain = true }, TestContext.Current.CancellationToken);
        var record = _shop.Get<DecisionTraces>().Find(Shop.Main, decision.IdText)!.Value;
        Encoding.UTF8.GetString(decision.Answer).ShouldContain("not-interested");
        _shop.Get<DecisionReplay>().Replay(record).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_searched_for_is_shown_all_the_same()
    {
        Says(new NotInterested(InterestKind.Item, Shop.Key("shoe-4").Value, 1, false));
        var found = await _shop.Ask(new DecisionRequest { Workspace = Shop.Main, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "search", Candidates = ["shoe-4", "sock-1"] }] });
        found.Items().ShouldContain("shoe-4");
    }

    [Fact]
    public async Task An_event_that_comes_with_the_request_counts_for_it()
    {
        Says();
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Events = [Shop.Inline("shoe-4", code: EventCode.NotInterested)], Placements = [new PlacementRequest { Id = "home-recs" }],
        });
        answer.Items().ShouldNotContain("shoe-4");
        answer.Items().ShouldContain("shoe-5");
    }

    [Theory]
    [InlineData("""{"consent":{"tcString":"broken"}}""", false)]
    [InlineData("""{"tcf":{"tcString":"broken","gdprApplies":false}}""", true)]
    [InlineData("""{"tcf":{"euconsent-v2":7}}""", false)]
    [InlineData("""{"consentManagement":{"deniedConsentIds":["\u0043\u0030003"]}}""", false)]
    [InlineData("""{"consentManagement":{"allowedConsentIds":["C0003"],"deniedConsentIds":[3,null]}}""", true)]
    [InlineData("""{"consent":{"categoryPreferences":{"Personalization":"yes"}}}""", false)]
    [InlineData("""{"consent":{"categoryPreferences":{"Personalization":null}}}""", false)]
    [InlineData("""{"consent":{"categoryPreferences":["Personalization"]}}""", false)]
    [InlineData("""{"consent":"no"}""", false)]
    [InlineData("""{"consent":null,"tcf":null}""", true)]
    [InlineData("""{"consentManagement":{"deniedConsentIds":"C0003"}}""", false)]
    [InlineData("""{"tcString":"zz!!"}""", false)]
    [InlineData("""{"euconsent-v2":"zz!!"}""", false)]
    [InlineData("""{"euconsent-v2":"zz!!","gdprApplies":false}""", true)]
    public void A_request_states_consent_as_events_do(string context, bool allowed)
    {
        var policy = PurposePolicy.Of("fresh");
        var reader = new RequestReader(new RequestLimits(), policy, new TcfMapping(new TcfOptions(), policy));
        var request = reader.Read(Encoding.UTF8.GetBytes($$"""{"context":{{context}},"placements":[{"id":"home-recs"}]}"""), Shop.Main, 0, false, out var refusal);
        refusal.ShouldBeNull();
        ConsentGate.Allows(policy, request!.Consent, "personalization"u8).ShouldBe(allowed);

        var single = new RecommendationsReader(new RequestLimits(), policy, new TcfMapping(new TcfOptions(), policy));
        foreach (var body in new[] { context, $$"""{"context":{{context}}}""" })
            ConsentGate.Allows(policy, single.Read(Encoding.UTF8.GetBytes(body), Shop.Main, 0, false, out _)!.Consent, "personalization"u8).ShouldBe(allowed, body);
        new Kairos.Capture.Intake.ConsentReading(policy, new TcfMapping(new TcfOptions(), policy)).Read(Encoding.UTF8.GetBytes(context[1..^1])).ShouldBe(request.Consent, "As capture reads it.");
    }

    [Theory]
    [InlineData("""{"events":[{"event":"X","context":{"consent":{"categoryPreferences":{"personalization":false}}}}]}""", false)]
    [InlineData("""{"events":[{"event":"X","context":{"tcString":"zz!!"}},{"event":"Y"}]}""", false)]
    [InlineData("""{"events":[{"event":"X","context":{"consent":{"categoryPreferences":{"personalization":false}}}},{"event":"Y","context":{"consent":{"categoryPreferences":{"personalization":true}}}}]}""", true)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"personalization":true}}},"events":[{"event":"X","context":{"consent":{"categoryPreferences":{"personalization":false}}}}]}""", true)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"analytics":true}}},"events":[{"event":"X","context":{"consent":{"categoryPreferences":{"personalization":false}}}}]}""", false)]
    public void What_an_inline_event_refuses_counts_until_something_later_says_otherwise(string body, bool allowed)
    {
        var policy = PurposePolicy.Of("fresh");
        var reader = new RequestReader(new RequestLimits(), policy, new TcfMapping(new TcfOptions(), policy));
        var request = reader.Read(Encoding.UTF8.GetBytes(body[..^1] + ""","placements":[{"id":"home-recs"}]}"""), Shop.Main, 0, false, out var refusal);
        refusal.ShouldBeNull();
        ConsentGate.Allows(policy, request!.Consent, "personalization"u8).ShouldBe(allowed);
    }

    [Fact]
    public void A_request_says_where_the_visitor_is()
    {
        var reader = new RequestReader(new RequestLimits(), PurposePolicy.Of("fresh"));
        var request = reader.Read("""{"context":{"location":{"country":"us","region":"CA"}},"placements":[{"id":"home-recs"}]}"""u8, Shop.Main, 0, false, out _);
        request!.Where.ToString().ShouldBe("US-CA");
    }

    private void Says(params NotInterested[] words) => _shop.People.Put(Shop.Main, "ann", person => person with
    {
        Sessions = [Shop.SessionOf("ann", Shop.View("shoe-3"))], HasCurrent = true, NotInterested = words,
    });
}

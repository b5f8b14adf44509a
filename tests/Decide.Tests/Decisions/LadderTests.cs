using Kairos.Capture.Events;
using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Decisions;

public sealed class LadderTests : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_new_visitor_gets_what_is_popular_in_the_viewed_category()
    {
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "new", Page = "/category/running-shoes", Placements = [new PlacementRequest { Id = "category-recs" }],
        });

        answer.Source().ShouldBe("popular");
        answer.Items().ShouldBe(["shoe-1", "shoe-2", "shoe-3", "shoe-4", "shoe-5", "shoe-6", "shoe-7", "shoe-8"]);
        answer.Reason().ShouldBe(("popular-in-category", "Popular in Running Shoes"));
        answer.Degraded().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_visitor_with_clicks_gets_a_list_that_knows_the_session()
    {
        _shop.Session("ann", Shop.View("shoe-9", 60), Shop.View("shoe-3", 5));

        var answer = await _shop.Ask("home-recs", "ann");

        answer.Source().ShouldBe("personalized");
        answer.Items().ShouldBe(["shoe-4", "shoe-5", "shoe-6", "shoe-7", "shoe-8", "shoe-9", "shoe-10", "shoe-11"]);
        answer.Reason().ShouldBe(("because-you-viewed", "Because you viewed Shoe 3"));
        answer.Reason(1).ShouldBe(("others-went-on-to", "Others who viewed Shoe 3 went on to this"));
        _shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-9"), Shop.Key("shoe-3")]);
    }

    [Fact]
    public async Task A_returning_visitor_is_asked_for_with_session_and_history()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with
        {
            Sessions = [Shop.SessionOf("ann", Shop.View("shoe-3"))], HasCurrent = true,
            Taste = new Taste { Items = [new WeighedItem(Shop.Key("sock-2"), 2, 1), new WeighedItem(Shop.Key("sock-5"), 1, 0)] },
        });

        await _shop.Ask("home-recs", "ann");

        _shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-3")]);
        _shop.Models.AskedHistory.ShouldBe([Shop.Key("sock-5"), Shop.Key("sock-2")]);
    }

    [Fact]
    public async Task A_visit_that_is_over_is_not_the_session()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with { Sessions = [Shop.SessionOf("ann", Shop.View("shoe-3", secondsAgo: 3 * 3600))] });
        (await _shop.Ask("home-recs", "ann")).Source().ShouldBe("popular");

        // By the clock of the events that come with the request it may go on: a replayed visit of long ago is a visit too.
        await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Events = [Shop.Inline("shoe-7", secondsAgo: (3 * 3600) - 60)], Placements = [new PlacementRequest { Id = "home-recs" }],
        });
        _shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-3"), Shop.Key("shoe-7")]);
    }

    [Fact]
    public async Task Another_devices_session_is_not_this_one()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with { Sessions = [Shop.SessionOf("bob", Shop.View("shoe-3"))], HasCurrent = true });

        (await _shop.Ask("home-recs", "ann")).Source().ShouldBe("popular");
    }

    [Fact]
    public async Task Events_of_the_request_count_without_having_been_captured()
    {
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "new", Events = [Shop.Inline("shoe-5")], Placements = [new PlacementRequest { Id = "home-recs" }],
        });

        answer.Source().ShouldBe("personalized");
        answer.Items()[0].ShouldBe("shoe-6");
    }

    [Fact]
    public async Task Events_of_the_request_that_were_captured_too_count_once()
    {
        _shop.Session("ann", Shop.View("shoe-9", 20), Shop.View("shoe-3", 5));

        await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "home-recs" }],
            Events = [Shop.Inline("shoe-9", 20), Shop.Inline("shoe-7", 12), Shop.View("shoe-3", 4) with { Flags = Kairos.Unify.Sessions.TouchFlags.Inline }],
        });

        _shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-9"), Shop.Key("shoe-7"), Shop.Key("shoe-3")]);
    }

    [Fact]
    public async Task With_too_few_candidates_the_list_is_filled_with_what_is_popular()
    {
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "new", Events = [Shop.Inline("shoe-5")], Placements = [new PlacementRequest { Id = "home-recs", Limit = 20 }],
        });

        answer.Items().Length.ShouldBe(20);
        answer.Items().Distinct().Count().ShouldBe(20);
        answer.Items()[..12].ShouldBe([.. Enumerable.Range(6, 11).Select(n => $"shoe-{n}"), "sock-1"]);
        answer.Degraded().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_catalogue_that_runs_out_says_so()
    {
        var answer = await _shop.Ask(new DecisionRequest { Workspace = Shop.Main, Placements = [new PlacementRequest { Id = "home-recs", Limit = 100 }] });

        answer.Items().Length.ShouldBe(30);
        answer.Degraded().ShouldBe(["too-few-candidates"]);
    }

    [Fact]
    public async Task Models_that_know_nothing_are_said_to_be_cold()
    {
        _shop.Models.PopularIn.Clear();

        var answer = await _shop.Ask("home-recs");

        answer.Items().ShouldBeEmpty();
        answer.Source().ShouldBe("default");
        answer.Degraded().ShouldBe(["models-cold", "too-few-candidates"], ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_refuses_personalization_gets_what_is_popular_in_context_from_the_next_decision_on()
    {
        _shop.Session("ann", Shop.View("shoe-3"));
        (await _shop.Ask("home-recs", "ann")).Source().ShouldBe("personalized");

        _shop.People.Put(Shop.Main, "ann", person => person with
        {
            Sessions = [Shop.SessionOf("ann", Shop.View("shoe-3"))],
            HasCurrent = true,
            Consent = [new ConsentStatement("personalization", true, 10), new ConsentStatement("personalization", false, 20)],
        });
        var answer = await _shop.Ask("home-recs", "ann");

        answer.Source().ShouldBe("popular");
        answer.Degraded().ShouldBe(["no-consent"]);
        answer.Items()[0].ShouldBe("sock-1");
        var record = new EventView(_shop.Journal.Records[^1].Payload);
        record.Header.Person.IsNone.ShouldBeTrue();
        record.Header.Device.ShouldBe(0UL);
        record.Text(EventField.Decision)!.ShouldNotContain("shoe-3\",1");
        record.Text(EventField.Decision)!.ShouldNotContain("touches");
    }

    [Fact]
    public async Task A_refusal_in_the_request_itself_holds_at_once()
    {
        _shop.Session("ann", Shop.View("shoe-3"));
        var policy = _shop.Get<PurposePolicy>();

        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Consent = StatedConsent.Nothing.With(policy, "personalization"u8, granted: false),
            Placements = [new PlacementRequest { Id = "home-recs" }],
        });

        answer.Degraded().ShouldBe(["no-consent"]);
        answer.Items()[0].ShouldBe("sock-1");
    }

    [Fact]
    public async Task Where_consent_must_be_asked_silence_is_a_refusal()
    {
        using var strict = new Shop("gdpr-strict");
        strict.Session("ann", Shop.View("shoe-3"));

        (await strict.Ask("home-recs", "ann")).Degraded().ShouldBe(["no-consent"]);
    }

    [Fact]
    public async Task A_refusal_is_remembered_when_the_person_cannot_be_read()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with { Consent = [new ConsentStatement("personalization", false, 20)] });
        await _shop.Ask("home-recs", "ann");
        _shop.People.Failure = new IOException("gone");

        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Events = [Shop.Inline("shoe-5")], Placements = [new PlacementRequest { Id = "home-recs" }],
        });

        answer.Degraded().ShouldBe(["context-failed", "no-consent"], ignoreOrder: true);
        answer.Source().ShouldBe("popular");
    }

    public void Dispose() => _shop.Dispose();
}

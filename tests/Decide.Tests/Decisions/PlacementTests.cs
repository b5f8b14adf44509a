using Kairos.Capture.Events;
using Kairos.Decide.Decisions;
using Kairos.Decide.Placements;
using Kairos.Decide.Plans;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Decisions;

public sealed class PlacementTests : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task The_item_of_the_page_is_not_recommended_on_it()
    {
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "new", Page = "https://shop.example/products/shoe-19?colour=red", Placements = [new PlacementRequest { Id = "pdp-recs", Limit = 30 }],
        });

        answer.Items()[0].ShouldBe("shoe-20");
        answer.Items().ShouldNotContain("shoe-19");
        answer.Source().ShouldBe("personalized");
    }

    [Fact]
    public async Task What_was_bought_or_is_in_the_cart_is_left_out()
    {
        _shop.People.Put(Shop.Main, "ann", person => person with
        {
            Purchases = [new Purchase(Shop.Key("shoe-4"), 1)],
            Sessions = [Shop.SessionOf("ann", Shop.View("shoe-5", 20, EventCode.ProductAdded), Shop.View("shoe-7", 19, EventCode.ProductAdded), Shop.View("shoe-3"))], HasCurrent = true,
        });

        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "home-recs" }], Explain = true,
            Events = [Shop.Inline("shoe-6", 3, EventCode.ProductAdded), Shop.Inline("shoe-3", 2), Shop.Inline("shoe-7", 1, EventCode.ProductRemoved)],
        });

        answer.Items().ShouldBe(["shoe-7", "shoe-8", "shoe-9", "shoe-10", "shoe-11", "shoe-12", "shoe-13", "shoe-14"]);
        answer.Placements[0].GetProperty("suppressed").GetRawText().ShouldBe(
            """[{"id":"shoe-4","guard":"bought"},{"id":"shoe-5","guard":"in-cart"},{"id":"shoe-6","guard":"in-cart"}]""");
    }

    [Fact]
    public async Task What_cannot_be_had_is_left_out()
    {
        _shop.Items.Put(Shop.Main, "shoe-4", "Shoe 4", "Running Shoes", available: false);
        _shop.Session("ann", Shop.View("shoe-3"));

        (await _shop.Ask("home-recs", "ann")).Items().ShouldNotContain("shoe-4");
    }

    [Fact]
    public async Task Search_results_stay_whole_and_lean_towards_the_session()
    {
        _shop.Session("ann", Shop.View("shoe-3"));

        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann", Explain = true,
            Placements = [new PlacementRequest { Id = "search", Candidates = ["sock-7", "never-heard-of", "shoe-4", "sock-8", "shoe-4"] }],
        });

        answer.Items().ShouldBe(["shoe-4", "sock-7", "never-heard-of", "sock-8"]);
        answer.Reason(0).Code.ShouldBe("because-you-viewed");
        answer.Reason(1).Code.ShouldBe("as-sent");
        answer.Degraded().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_placement_is_answered_empty_and_the_others_go_on()
    {
        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, Placements = [new PlacementRequest { Id = "nowhere" }, new PlacementRequest { Id = "home-recs" }],
        });

        answer.Items(0).ShouldBeEmpty();
        answer.Degraded(0).ShouldBe(["unknown-placement"]);
        answer.Placements[0].GetProperty("reason").GetProperty("code").GetString().ShouldBe("unknown-placement");
        answer.Items(1).Length.ShouldBe(8);
    }

    [Fact]
    public async Task Placements_of_later_kinds_are_refused_by_code()
    {
        using var shop = new Shop(plans: new SetPlans(new Plan([new Placement { Id = "hero", Kind = PlacementKind.Choose }])));

        (await shop.Ask("hero")).Degraded().ShouldBe(["placement-kind-not-available"]);
    }

    [Fact]
    public async Task The_configured_default_stands_in_when_nothing_else_can()
    {
        using var shop = new Shop(plans: new SetPlans(new Plan([new Placement { Id = "home-recs", Fallback = ["sock-3", "gift-card"] }])));
        shop.Models.PopularIn.Clear();

        var answer = await shop.Ask("home-recs");

        answer.Items().ShouldBe(["sock-3"]); // What nobody knows cannot be said to be available.
        answer.Source().ShouldBe("default");
        answer.Reason().ShouldBe(("default", "Chosen for this place"));
    }

    [Fact]
    public async Task A_placement_may_be_kept_to_its_category()
    {
        using var shop = new Shop(plans: new SetPlans(new Plan([new Placement { Id = "only", Scope = CategoryScope.Only, Limit = 20 }])));

        var answer = await shop.Ask(new DecisionRequest { Workspace = Shop.Main, Category = "Socks", Placements = [new PlacementRequest { Id = "only" }] });

        answer.Items().ShouldAllBe(id => id.StartsWith("sock"));
        answer.Degraded().ShouldBe(["too-few-candidates"]);
    }

    [Fact]
    public void The_same_plan_has_the_same_revision_and_another_has_another()
    {
        new Plan(FreshPlacements.All).Revision.ShouldBe(new Plan([.. FreshPlacements.All.Reverse()]).Revision);
        new Plan([.. FreshPlacements.All.Select(it => it with { Limit = 9 })]).Revision.ShouldNotBe(new Plan(FreshPlacements.All).Revision);
    }

    [Fact]
    public async Task Workspaces_never_mix()
    {
        _shop.Session("ann", Shop.View("shoe-3"));
        _shop.Models.PopularIn.Remove((Shop.Main.Id, default));

        var mine = await _shop.Ask(new DecisionRequest { Workspace = Shop.Main, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "home-recs" }] });
        var other = await _shop.Ask(new DecisionRequest { Workspace = Shop.Other, AnonymousId = "ann", Placements = [new PlacementRequest { Id = "home-recs" }] });

        mine.Source().ShouldBe("personalized");
        other.Source().ShouldBe("popular");
        _shop.Get<DecisionTraces>().Find(Shop.Main, mine.Id).ShouldNotBeNull();
        _shop.Get<DecisionTraces>().Find(Shop.Other, mine.Id).ShouldBeNull();
        _shop.Get<DecisionTraces>().Find(Shop.Main, other.Id).ShouldBeNull();
    }

    public void Dispose() => _shop.Dispose();

    private sealed class SetPlans(Plan plan) : IPlans
    {
        public Plan Current(WorkspaceId workspace) => plan;
    }
}

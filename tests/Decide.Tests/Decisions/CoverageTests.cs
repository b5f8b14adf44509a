using Kairos.Decide.Decisions;
using Kairos.Decide.Placements;
using Kairos.Decide.Plans;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Decisions;

public sealed class CoverageTests : IDisposable
{
    private Shop? _shop;

    public void Dispose() => _shop?.Dispose();

    [Fact]
    public async Task A_part_of_the_person_that_another_purpose_covers_is_not_used_until_they_allow_it()
    {
        var shop = Open(new PurposeCoverage(["sessions"], [], []));
        Ann(shop);
        var answer = await Ask(shop, "ann");
        shop.Models.AskedSession.ShouldBeEmpty("Neither the session kept nor the events that came along.");
        shop.Models.AskedHistory.ShouldBe([Shop.Key("sock-2")]);
        answer.Degraded().ShouldBe(["feature-not-covered"]);

        Ann(shop, agreed: true);
        answer = await Ask(shop, "ann");
        shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-3"), Shop.Key("shoe-9")]);
        answer.Degraded().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_purpose_that_names_features_uses_no_other_and_placements_of_two_purposes_do_not_share_theirs()
    {
        var shop = Open(new PurposeCoverage(["taste"], [], []));
        Ann(shop, agreed: true);

        var answer = await Ask(shop, "ann", "own-recs");
        shop.Models.AskedSession.ShouldBeEmpty();
        shop.Models.AskedHistory.ShouldBe([Shop.Key("sock-2")]);
        answer.Degraded().ShouldBe(["feature-not-covered"]);

        answer = await Ask(shop, "ann", "own-recs", "home-recs");
        shop.Models.AskedSession.ShouldBe([Shop.Key("shoe-3"), Shop.Key("shoe-9")], "The second placement was asked for last.");
        (answer.Degraded(0).Length, answer.Degraded(1).Length).ShouldBe((1, 0));
        await Ask(shop, "ann", "home-recs", "own-recs");
        shop.Models.AskedSession.ShouldBeEmpty();

        var record = System.Text.Encoding.UTF8.GetString(shop.Get<DecisionTraces>().Find(Shop.Main, answer.Id)!.Value.Span);
        record.ShouldContain("\"otherPurposes\":[{\"purpose\":\"personalization\"");
        shop.Get<DecisionReplay>().Replay(shop.Get<DecisionTraces>().Find(Shop.Main, answer.Id)!.Value).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_says_that_a_model_stayed_silent_and_the_models_are_told_what_for()
    {
        var shop = Open(PurposeCoverage.Nothing);
        Ann(shop);
        shop.Models.OpenTo = PurposePolicy.Bit(8);
        (await Ask(shop, "ann")).Degraded().ShouldBe(["model-not-covered"]);
        shop.Models.AskedFor.ShouldBe(PurposePolicy.Bit(1));
        Ann(shop, agreed: true);
        (await Ask(shop, "ann", "own-recs")).Degraded().ShouldBeEmpty();
        shop.Models.AskedFor.ShouldBe(PurposePolicy.Bit(8));
        (await Ask(shop, "nobody-knows-her")).Degraded().ShouldBeEmpty("What is popular is for anybody.");
    }

    [Fact]
    public async Task Nothing_of_a_person_is_used_for_a_purpose_that_does_not_cover_answers()
    {
        var shop = Open(new PurposeCoverage([], [], ["email"]));
        Ann(shop, agreed: true);
        var answer = await Ask(shop, "ann", "own-recs", "home-recs");
        answer.Degraded(0).ShouldBe(["channel-not-covered"]);
        answer.Source(0).ShouldBe("popular");
        answer.Source(1).ShouldBe("personalized");
        Ann(shop);
        (await Ask(shop, "ann", "own-recs")).Degraded().ShouldBe(["no-consent"]);
    }

    private static void Ann(Shop shop, bool agreed = false) => shop.People.Put(Shop.Main, "ann", person => person with
    {
        Sessions = [Shop.SessionOf("ann", Shop.View("shoe-3", 60))], HasCurrent = true,
        Taste = new Taste { Items = [new WeighedItem(Shop.Key("sock-2"), 2, 1)] },
        Consent = agreed ? [new ConsentStatement("research", true, 1)] : [],
    });

    private static Task<Answered> Ask(Shop shop, string visitor, params string[] placements) => shop.Ask(new DecisionRequest
    {
        Workspace = Shop.Main, AnonymousId = visitor, Events = visitor == "ann" ? [Shop.Inline("shoe-9")] : [],
        Placements = [.. (placements.Length == 0 ? ["home-recs"] : placements).Select(static id => new PlacementRequest { Id = id })],
    });

    private Shop Open(PurposeCoverage covers) => _shop = new Shop(plans: new OwnPlan(), policy: new PurposePolicy("own",
        [.. PurposePolicy.Of("fresh").All, new Purpose(8, "research", LegalBasis.Consent) { Covers = covers }], ConsentVerdict.Drop));

    private sealed class OwnPlan : IPlans
    {
        private readonly Plan _plan = new([.. FreshPlacements.All, new Placement { Id = "own-recs", Purpose = "research" }]);

        public Plan Current(WorkspaceId workspace) => _plan;
    }
}

using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Decide.Decisions;
using Kairos.Decide.Placements;
using Kairos.Decide.Plans;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;

namespace Kairos.Decide.Tests.Decisions;

/// <summary>A decision knows the visitor's account when one of its placements looks at it, and pays nothing when none does.</summary>
public sealed class AccountContextTests : IDisposable
{
    private static readonly AccountSnapshot Acme = new()
    {
        Key = new PersonKey(1, 2), Purpose = "", AsOfMs = 77, People = 3, Stage = BuyingStage.Deciding,
        Topics = [new AccountTopic(KnownItems.Symbol(Shop.Main, "Socks"), 4, 2, 5, 1, 2, IsSurging: true)],
    };

    private readonly Shop _shop = new(plans: new SetPlans(new Plan([.. FreshPlacements.All.Select(it => it.Id is "pdp-recs" or "search" ? it with { ReadsAccount = true } : it)])));

    public AccountContextTests()
    {
        _shop.Accounts.Account = Acme;
        _shop.Session("ann", Shop.View("shoe-3"));
    }

    [Fact]
    public async Task It_is_read_once_for_a_placement_that_looks_at_it_and_is_in_the_record()
    {
        await _shop.Ask(Request("pdp-recs", "home-recs", "search"));

        _shop.Accounts.Reads.ShouldBe(["personalization"]);
        Record().GetProperty("accounts").GetRawText().ShouldBe(
            """[{"key":"00000000000000010000000000000002","purpose":"personalization","asOf":77,"people":3,"buyingStage":"deciding","topics":[["Socks",4,3]]}]""");
    }

    [Fact]
    public async Task It_is_not_read_where_no_placement_looks_at_it()
    {
        await _shop.Ask(Request("home-recs", "nowhere"));

        _shop.Accounts.Reads.ShouldBeEmpty();
        Record().TryGetProperty("accounts", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_page_may_choose_the_placement()
    {
        await _shop.Ask(Request("") with { Page = "/p/shoe-7" });

        _shop.Accounts.Reads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_whoever_refuses_or_is_unknown_it_is_not_read()
    {
        await _shop.Ask(Request("pdp-recs") with { Consent = new StatedConsent { Refused = ushort.MaxValue } });
        await _shop.Ask(Request("pdp-recs") with { AnonymousId = "" });

        _shop.Accounts.Reads.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_is_late_or_out_of_reach_holds_nothing_up()
    {
        _shop.Accounts.Stuck = new TaskCompletionSource<AccountSnapshot?>();
        var asking = _shop.Ask(Request("pdp-recs"));
        asking.IsCompleted.ShouldBeFalse();
        _shop.Clock.Advance(TimeSpan.FromMilliseconds(46));
        (await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Source().ShouldBe("personalized");
        Record().GetProperty("accountMissed").GetBoolean().ShouldBeTrue();

        (_shop.Accounts.Stuck, _shop.Accounts.Failure) = (null, new IOException("out of reach"));
        (await _shop.Ask(Request("pdp-recs"))).Source().ShouldBe("personalized");
        Record().GetProperty("accountMissed").GetBoolean().ShouldBeTrue();
        Record().GetProperty("accounts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void A_plan_that_looks_at_accounts_is_another_revision() =>
        new Plan([.. FreshPlacements.All.Select(it => it with { ReadsAccount = true })]).Revision.ShouldNotBe(new Plan(FreshPlacements.All).Revision);

    public void Dispose() => _shop.Dispose();

    private static DecisionRequest Request(params string[] placements) =>
        new() { Workspace = Shop.Main, AnonymousId = "ann", Placements = [.. placements.Select(id => new PlacementRequest { Id = id, Candidates = id == "search" ? ["shoe-1"] : [] })] };

    private JsonElement Record() => JsonDocument.Parse(_shop.Get<RecentDecisions>().Latest(1)[0].Record).RootElement;

    private sealed class SetPlans(Plan plan) : IPlans
    {
        public Plan Current(WorkspaceId workspace) => plan;
    }
}

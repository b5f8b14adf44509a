using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Decisions;

public sealed class DeadlineTests : IDisposable
{
    private readonly Shop _shop = new();

    private DecisionRequest WithClick => new()
    {
        Workspace = Shop.Main, AnonymousId = "ann", Events = [Shop.Inline("shoe-5")], Placements = [new PlacementRequest { Id = "home-recs" }],
    };

    [Fact]
    public async Task A_person_who_is_not_read_in_time_is_answered_from_the_request_alone()
    {
        _shop.People.Stuck = new TaskCompletionSource<PersonSnapshot>();
        var asking = _shop.Ask(WithClick);
        asking.IsCompleted.ShouldBeFalse();

        _shop.Clock.Advance(TimeSpan.FromMilliseconds(49));
        var answer = await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        answer.Source().ShouldBe("session");
        answer.Items()[0].ShouldBe("shoe-6");
        answer.Degraded().ShouldBe(["context-late"]);
    }

    [Fact]
    public async Task A_late_person_without_events_in_the_request_gets_what_is_popular()
    {
        _shop.People.Stuck = new TaskCompletionSource<PersonSnapshot>();
        var asking = _shop.Ask("home-recs", "ann", deadlineMs: 1);

        _shop.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        answer.Source().ShouldBe("popular");
        answer.Degraded().ShouldBe(["context-late"]);
        answer.Items().Length.ShouldBe(8);
    }

    [Fact]
    public async Task Past_the_deadline_what_is_popular_must_do()
    {
        _shop.People.Stuck = new TaskCompletionSource<PersonSnapshot>();
        var asking = _shop.Ask(WithClick);

        _shop.Clock.Advance(TimeSpan.FromMilliseconds(80)); // The timer itself came late.
        var answer = await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        answer.Source().ShouldBe("popular");
        answer.Degraded().ShouldBe(["context-late", "deadline-passed"], ignoreOrder: true);
        _shop.Models.Recommends.ShouldBe(0);
    }

    [Fact]
    public async Task A_late_read_that_fails_afterwards_harms_nobody()
    {
        _shop.People.Stuck = new TaskCompletionSource<PersonSnapshot>();
        var asking = _shop.Ask(WithClick);
        _shop.Clock.Advance(TimeSpan.FromMilliseconds(49));
        await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        _shop.People.Stuck.SetException(new IOException("too late"));
        _shop.People.Stuck = null;

        (await _shop.Ask(WithClick)).Degraded().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_read_that_fails_is_answered_from_the_request_alone()
    {
        _shop.People.Failure = new IOException("gone");

        var answer = await _shop.Ask(WithClick);

        answer.Source().ShouldBe("session");
        answer.Degraded().ShouldBe(["context-failed"]);
    }

    [Fact]
    public async Task A_person_who_cannot_even_be_found_is_answered_all_the_same()
    {
        _shop.People.RouteFailure = new InvalidOperationException("broken");

        var answer = await _shop.Ask(WithClick);

        answer.Degraded().ShouldBe(["context-failed"]);
        answer.Items().Length.ShouldBe(8);
    }

    [Fact]
    public async Task Several_placements_share_one_read_of_the_person()
    {
        _shop.Session("ann", Shop.View("shoe-3"));

        var answer = await _shop.Ask(new DecisionRequest
        {
            Workspace = Shop.Main, AnonymousId = "ann",
            Placements = [new PlacementRequest { Id = "home-recs" }, new PlacementRequest { Id = "pdp-recs", Item = "shoe-4" }, new PlacementRequest { Id = "cart-recs", Limit = 2 }],
        });

        _shop.People.Reads.ShouldBe(1);
        answer.Items(0)[0].ShouldBe("shoe-4");
        answer.Items(1)[0].ShouldBe("shoe-5");
        answer.Items(2).ShouldBe(["shoe-4", "shoe-5"]);
    }

    public void Dispose() => _shop.Dispose();
}

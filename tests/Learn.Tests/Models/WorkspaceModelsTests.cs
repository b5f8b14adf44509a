using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Training;

namespace Kairos.Learn.Tests.Models;

public sealed class WorkspaceModelsTests
{
    private const long Now = 1_700_000_000_000;
    private static readonly SymbolKey Shoes = new(1);
    private static readonly SymbolKey Hats = new(2);

    [Fact]
    public void A_session_is_answered_with_what_others_went_on_to_best_first()
    {
        var models = Taught();
        var found = Ask(models, session: [101]);
        found[0].Item.Value.ShouldBe(102UL);
        found[0].Because.Value.ShouldBe(101UL);
        found.Select(candidate => candidate.Score).ShouldBeInOrder(SortDirection.Descending);
        found.Sum(candidate => candidate.Score).ShouldBeLessThanOrEqualTo(1.0001f);
        found.Select(candidate => candidate.Item).ShouldBeUnique();
    }

    [Fact]
    public void Nobody_known_gets_what_is_popular_in_the_category_asked_for()
    {
        var models = Taught();
        Ask(models, category: Hats).ShouldAllBe(candidate => candidate.Source == CandidateSource.PopularInCategory || candidate.Source == CandidateSource.Trending);
        Ask(models, category: Hats).Select(candidate => candidate.Item.Value).ShouldBe([201UL, 202UL, 203UL], ignoreOrder: true);
        Ask(models).Length.ShouldBe(6);
        Ask(models, category: new SymbolKey(99)).ShouldBeEmpty();
        Ask(models, session: [999_999]).Length.ShouldBe(6);
    }

    [Fact]
    public void A_category_asked_for_holds_back_all_others() =>
        Ask(Taught(), session: [101, 201], category: Hats).ShouldAllBe(candidate => candidate.Item.Value > 200);

    [Fact]
    public void History_speaks_alone_without_a_session_and_more_softly_the_longer_the_session_is()
    {
        var models = Taught();
        var alone = Ask(models, history: [101]);
        alone[0].Source.ShouldBe(CandidateSource.History);
        alone[0].Because.Value.ShouldBe(101UL);
        var both = Ask(models, session: [201], history: [101]);
        both.Single(candidate => candidate.Item.Value == 202).Because.Value.ShouldBe(201UL);
        both.Single(candidate => candidate.Item.Value == 102).Because.Value.ShouldBe(101UL);
        models.HistoryShare(0, 3).ShouldBe(1);
        models.HistoryShare(1, 3).ShouldBeGreaterThan(models.HistoryShare(4, 3));
        models.HistoryShare(1, 10).ShouldBeGreaterThan(models.HistoryShare(1, 1));
    }

    [Fact]
    public void The_limit_and_the_span_bound_the_answer()
    {
        var models = Taught();
        Ask(models, session: [101], limit: 2).Length.ShouldBe(2);
        models.Recommend(new RecommendQuery { Session = [Item(101)], NowMs = Now, Limit = 50 }, new Candidate[1]).ShouldBe(1);
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var models = Taught();
        SessionItem[] session = [Item(101), Item(102)];
        SessionItem[] history = [Item(201)];
        var into = new Candidate[20];
        for (var i = 0; i < 100; i++)
            Recommend();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Recommend();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Recommend() => models.Recommend(new RecommendQuery { Session = session, History = history, NowMs = Now, Limit = 20 }, into);
    }

    [Fact]
    public void The_version_rises_when_weights_change_and_when_a_fold_is_done()
    {
        var models = ModelSettings.Default.Build();
        var learner = new SessionLearner(models, ModelSettings.Default.Blend);
        var before = models.Version;
        Teach(learner, [101, 102], Shoes);
        Teach(learner, [101, 102], Shoes);
        var weighed = models.Version;
        weighed.ShouldBeGreaterThan(before);
        learner.Settle(wait: true);
        models.Version.ShouldBeGreaterThan(weighed);
    }

    [Fact]
    public void The_status_tells_what_is_held()
    {
        var status = Taught().Status;
        status.Items.ShouldBe(6);
        status.Sessions.ShouldBe(80);
        status.Clicks.ShouldBe(240);
        status.Weights.Keys.ShouldBe(["next", "near", "neighbours", "popular"], ignoreOrder: true);
        status.Weights.Values.Sum().ShouldBe(1, 1e-3);
        status.Predictions.ShouldBeGreaterThan(100);
        status.HitRateAt20.ShouldBeGreaterThan(0.5);
        status.MemoryBytes.ShouldBeGreaterThan(0);
    }

    private static WorkspaceModels Taught()
    {
        var models = ModelSettings.Default.Build();
        var learner = new SessionLearner(models, ModelSettings.Default.Blend);
        for (var i = 0; i < 40; i++)
        {
            Teach(learner, [101, 102, 103], Shoes);
            Teach(learner, [201, 202, 203], Hats);
        }
        learner.Settle(wait: true);
        return models;
    }

    private static void Teach(SessionLearner learner, ulong[] items, SymbolKey category)
    {
        var session = new OpenSession();
        foreach (var item in items)
            learner.Click(session, new ItemKey(item), category, Now, 1);
        learner.End(session);
    }

    private static SessionItem Item(ulong item) => new(new ItemKey(item), Now, 1);

    private static Candidate[] Ask(WorkspaceModels models, ulong[]? session = null, ulong[]? history = null, SymbolKey category = default, int limit = 50)
    {
        var into = new Candidate[50];
        var count = models.Recommend(new RecommendQuery
        {
            Session = (session ?? []).Select(Item).ToArray(),
            History = (history ?? []).Select(Item).ToArray(),
            Category = category,
            NowMs = Now,
            Limit = limit,
        }, into);
        return into[..count];
    }
}

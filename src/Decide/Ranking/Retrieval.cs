using Kairos.Capture.Events;
using Kairos.Decide.Guards;
using Kairos.Decide.Placements;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Unify.Items;

namespace Kairos.Decide.Ranking;

/// <summary>Gathers the candidates of one placement: the models' best, then what is popular as far as needed, then the configured default.</summary>
/// <param name="models">Where candidates come from.</param>
/// <param name="catalogue">The items.</param>
/// <param name="guards">Says which candidates count towards the limit.</param>
/// <param name="options">How widely to look.</param>
/// <remarks>Used again for the next decision. One thread at a time.</remarks>
public sealed class Retrieval(ICandidates models, ICatalogue catalogue, GuardChain guards, RankingOptions options)
{
    private readonly Candidate[] _found = new Candidate[Math.Max(options.CandidatesMax, 2 * Placement.LimitMax)];
    private readonly KeySet _listed = new();
    private readonly Dictionary<ulong, short> _because = [];
    private readonly Dictionary<ulong, int> _given = [];
    private int _admitted;

    /// <summary>Fills <paramref name="input"/> with candidates.</summary>
    /// <param name="query">What is known.</param>
    /// <param name="input">The placement, its limit and rung; receives candidates and, when the models know nothing, what is missing.</param>
    public void Gather(in RetrievalQuery query, PlacementInput input)
    {
        _listed.Clear();
        _because.Clear();
        _admitted = 0;
        if (input.Rung < Rung.Popular && !models.AllSuit(query.Workspace.Id, query.Asking, query.Allowed))
            input.Degraded |= Degradation.ModelNotCovered;
        if (input.Placement.Kind == PlacementKind.Rank)
        {
            Given(query, input);
            return;
        }

        var only = input.Placement.Scope == CategoryScope.Only ? query.Category : default;
        if (input.Rung < Rung.Popular)
        {
            // Each candidate costs a look into the catalogue and a line of the record: all of them only when few may be shown.
            var wanted = Wanted(query, input, 4);
            if (AddModels(query, input, only, wanted) == wanted && Short(input))
                AddModels(query, input, only, options.CandidatesMax);
        }

        if (Short(input) && !query.Category.IsNone)
            AddPopular(query, input, query.Category);
        if (Short(input) && only.IsNone)
            AddPopular(query, input, default);
        if (input.Count == 0)
            input.Degraded |= Degradation.ModelsCold;
        if (Short(input))
            AddDefaults(query, input);
    }

    // As many as can be wanted: the limit a few times over, and one for each that might be kept back.
    private int Wanted(in RetrievalQuery query, PlacementInput input, int times) =>
        Math.Min(options.CandidatesMax, (times * input.Limit) + 16 + query.Bought.Count + query.Cart.Count + query.Seen.Count + query.Declined.Count);

    private int AddModels(in RetrievalQuery query, PlacementInput input, SymbolKey category, int limit)
    {
        var asked = new RecommendQuery { Session = query.Session, History = query.History, Category = category, NowMs = query.NowMs, Limit = limit, Allowed = query.Allowed, Asking = query.Asking };
        var count = models.Recommend(query.Workspace.Id, asked, _found.AsSpan(0, limit));
        for (var i = 0; i < count; i++)
            Add(query, input, _found[i]);
        return count;
    }

    // As many as can be wanted: the limit, and one for each that might be kept back.
    private void AddPopular(in RetrievalQuery query, PlacementInput input, SymbolKey category)
    {
        // A brand or a category keeps back any number of items.
        var wanted = query.Declined.Count > 0 ? _found.Length : Math.Min(_found.Length, (2 * input.Limit) + 16 + query.Bought.Count + query.Cart.Count + _listed.Count);
        var count = models.Popular(query.Workspace.Id, category, query.NowMs, _found.AsSpan(0, wanted));
        for (var i = 0; i < count && Short(input); i++)
            Add(query, input, _found[i]);
    }

    private void AddDefaults(in RetrievalQuery query, PlacementInput input)
    {
        foreach (var id in input.Placement.Fallback)
        {
            var key = new ItemKey(query.Workspace.Hash64(KeyDomain.Item, id));
            var facts = Facts(query, key, catalogue.Find(query.Workspace.Id, key), out _) | CandidateFacts.Known | CandidateFacts.Default;
            input.Add(new RankedCandidate { Id = id, Because = -1, Facts = facts });
        }
    }

    private void Add(in RetrievalQuery query, PlacementInput input, in Candidate found)
    {
        var facts = Facts(query, found.Item, catalogue.Find(query.Workspace.Id, found.Item), out var id);
        input.Add(new RankedCandidate { Id = id, Score = float.IsFinite(found.Score) ? found.Score : 0, Source = found.Source, Because = BecauseOf(query, input, found.Because), Facts = facts });
        if (guards.Refusing(facts, input.Placement) < 0)
            _admitted++;
    }

    private CandidateFacts Facts(in RetrievalQuery query, ItemKey key, Item? item, out string? id)
    {
        id = item?.Id;
        return (item is null ? 0 : CandidateFacts.Known)
            | (item is { Available: true } ? CandidateFacts.Available : 0)
            | (query.Bought.Contains(key.Value) ? CandidateFacts.Bought : 0)
            | (query.Cart.Contains(key.Value) ? CandidateFacts.InCart : 0)
            | (query.Shown == key ? CandidateFacts.Shown : 0)
            | (query.Seen.Contains(key.Value) ? CandidateFacts.Seen : 0)
            | (query.Declined.Holds(key, item) ? CandidateFacts.NotInterested : 0)
            | (_listed.Add(key.Value) ? 0 : CandidateFacts.Repeated);
    }

    private short BecauseOf(in RetrievalQuery query, PlacementInput input, ItemKey because)
    {
        if (because.IsNone)
            return -1;
        if (_because.TryGetValue(because.Value, out var place))
            return place;
        place = catalogue.Find(query.Workspace.Id, because) is { } item
            ? input.AddBecause(new PlacementInput.Spokesman(item.Id, string.IsNullOrWhiteSpace(item.Name) ? item.Id : item.Name))
            : (short)-1;
        _because.Add(because.Value, place);
        return place;
    }

    private bool Short(PlacementInput input) => _admitted < input.Limit;

    // The caller's candidates stay in the caller's order; ranking puts both orders together.
    private void Given(in RetrievalQuery query, PlacementInput input)
    {
        _given.Clear();
        foreach (var id in query.Given)
        {
            var key = new ItemKey(query.Workspace.Hash64(KeyDomain.Item, id));
            var item = catalogue.Find(query.Workspace.Id, key);
            var facts = Facts(query, key, item, out _) | CandidateFacts.Known | (item is null ? CandidateFacts.Available : 0);
            _given.TryAdd(key.Value, input.Count);
            input.Add(new RankedCandidate { Id = id, Because = -1, Facts = facts });
        }

        if (input.Count == 0)
            return;
        int count;
        if (input.Rung < Rung.Popular)
        {
            var asked = new RecommendQuery { Session = query.Session, History = query.History, NowMs = query.NowMs, Limit = options.CandidatesMax, Allowed = query.Allowed, Asking = query.Asking };
            count = models.Recommend(query.Workspace.Id, asked, _found.AsSpan(0, options.CandidatesMax));
        }
        else
        {
            count = models.Popular(query.Workspace.Id, query.Category, query.NowMs, _found.AsSpan(0, options.CandidatesMax));
        }

        for (var i = 0; i < count; i++)
        {
            if (!_given.TryGetValue(_found[i].Item.Value, out var place))
                continue;
            ref var candidate = ref input.Candidates[place];
            (candidate.Score, candidate.Source) = (_found[i].Score, _found[i].Source);
            candidate.Because = BecauseOf(query, input, _found[i].Because);
        }
    }
}

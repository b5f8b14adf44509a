using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models;

/// <summary>All models of one workspace, answering as one.</summary>
/// <remarks>Any number of threads may ask while one thread learns; asking takes no lock and allocates nothing.</remarks>
public sealed class WorkspaceModels
{
    private readonly ISessionModel[] _models;
    private readonly TransitionModel? _transitions;
    private readonly PopularModel? _popular;
    private readonly NeighbourModel? _neighbours;
    private readonly BlendOptions _options;
    private readonly UseRule[] _rules;
    private readonly CandidateSource[] _sources;
    private readonly CandidateSource[] _sourcesInCategory;

    /// <summary>Makes models that have learned nothing yet.</summary>
    /// <param name="models">The models to blend, at most <see cref="CandidateTable.ColumnsMax"/> - 1 columns in all.</param>
    /// <param name="options">How to blend.</param>
    /// <param name="rules">Under which purposes each model may be used; null when each is open to all.</param>
    /// <exception cref="ArgumentException">Too many columns.</exception>
    public WorkspaceModels(IReadOnlyList<ISessionModel> models, BlendOptions options, UseRule[]? rules = null)
    {
        _models = [.. models];
        _options = options;
        _rules = rules ?? [.. models.Select(static _ => UseRule.Open)];
        _transitions = models.OfType<TransitionModel>().FirstOrDefault();
        _popular = models.OfType<PopularModel>().FirstOrDefault();
        _neighbours = models.OfType<NeighbourModel>().FirstOrDefault();
        Columns = models.Sum(static model => model.Columns);
        if (Columns >= CandidateTable.ColumnsMax)
            throw new ArgumentException("Too many columns.", nameof(models));
        _sources = Sources(inCategory: false);
        _sourcesInCategory = Sources(inCategory: true);
        Blend = new BlendLearner(Columns, options);
        Progress = new ProgressiveScore(options.HorizonPredictions);
        PopularProgress = new ProgressiveScore(options.HorizonPredictions);
    }

    /// <summary>Rises at each fold and whenever the weights change; goes into decision records.</summary>
    public long Version => Blend.Predictions + _models.Sum(static model => model.Folds);

    /// <summary>What the models hold and how well they do. Not for the hot path.</summary>
    public ModelStatus Status
    {
        get
        {
            var weights = Blend.Current;
            var names = _models.SelectMany(static model => Enumerable.Range(0, model.Columns).Select(model.NameOf));
            return new ModelStatus(Items.Count, _neighbours?.View.Sessions ?? 0, Volatile.Read(ref LearnedClicks), _neighbours?.View.Delta.Clicks ?? 0,
                _models.Sum(static model => model.Folds), names.Zip(weights.Columns).ToDictionary(static pair => pair.First, static pair => (double)pair.Second),
                weights.Last, weights.Seen, Blend.Predictions, Progress.HitRate, Progress.ReciprocalRank, PopularProgress.HitRate, PopularProgress.ReciprocalRank,
                Items.MemoryBytes + _models.Sum(static model => model.MemoryBytes));
        }
    }

    internal ItemIndex Items { get; } = new();
    internal BlendLearner Blend { get; }
    internal ProgressiveScore Progress { get; }
    internal ProgressiveScore PopularProgress { get; }
    internal ReadOnlySpan<ISessionModel> Models => _models;
    internal int Columns { get; }
    internal long LearnedClicks;

    /// <summary>Answers with the items most probable to come next, best first. Items of the session may be among them when visitors do go back.</summary>
    /// <param name="query">What is known of the visitor.</param>
    /// <param name="into">Receives the candidates.</param>
    /// <returns>How many were found: at most the limit and the length of <paramref name="into"/>.</returns>
    public int Recommend(in RecommendQuery query, Span<Candidate> into)
    {
        into = into[..Math.Min(query.Limit, into.Length)];
        var scratch = QueryScratch.Mine;
        var session = Translate(query.Session, scratch.Items, scratch.Weights, scratch.Places);
        var past = Translate(query.History, scratch.PastItems, scratch.PastWeights, scratch.PastPlaces);
        if (session + past == 0)
            return Popular(query.Category, query.NowMs, into);

        var asked = new SessionQuery
        {
            Items = scratch.Items.AsSpan(0, session),
            Weights = scratch.Weights.AsSpan(0, session),
            Category = query.Category,
            NowMs = query.NowMs,
        };
        Score(asked, scratch, query.Allowed, query.Asking);
        Span<float> shares = stackalloc float[CandidateTable.ColumnsMax];
        var columns = Columns;
        var blend = Blend.Current;
        blend.Columns.CopyTo(shares);
        if (past > 0 && _transitions is not null && Suits(Array.IndexOf(_models, _transitions), query.Allowed, query.Asking))
        {
            var first = Math.Max(0, past - _options.HistoryItems);
            _transitions.ScoreNear(scratch.PastItems.AsSpan(first, past - first), scratch.PastWeights.AsSpan(first, past - first),
                scratch.Table, columns, _options.HistoryItems, QueryScratch.ItemsMax + first);
            ShareWithHistory(shares, columns++, session, past);
        }
        Mixture.MarkRepeats(scratch.Table, asked.Items, blend);
        Span<float> scales = stackalloc float[columns];
        Mixture.Scale(scratch.Table, asked.Items, shares, scales);
        return Best(query, scratch, scales, into);
    }

    /// <summary>What is popular just now in a category or everywhere, best first: the answer for somebody of whom nothing is known.</summary>
    /// <param name="category">One category, or none for the whole catalogue.</param>
    /// <param name="nowMs">The time of asking, in milliseconds since 1970.</param>
    /// <param name="into">Receives the candidates.</param>
    /// <returns>How many were found; 0 for a category never seen.</returns>
    public int Popular(SymbolKey category, long nowMs, Span<Candidate> into)
    {
        var list = _popular?.ListOf(category, now: true) ?? PopularList.Empty;
        var count = Math.Min(into.Length, list.Items.Length);
        for (var i = 0; i < count; i++)
        {
            into[i] = new Candidate
            {
                Item = Items.KeyOf(list.Items[i]),
                Score = list.Shares[i],
                Source = list.Trends[i] >= PopularList.TrendingFrom ? CandidateSource.Trending
                    : category.IsNone ? CandidateSource.Popular : CandidateSource.PopularInCategory,
            };
        }
        return count;
    }

    /// <summary>Whether all models may speak.</summary>
    /// <param name="asking">The bit of the purpose that they are asked for.</param>
    /// <param name="allowed">All purposes that the person allows, one bit each.</param>
    public bool AllSuit(ushort asking, ushort allowed)
    {
        foreach (var rule in _rules)
        {
            if (!rule.Suits(asking, allowed))
                return false;
        }

        return true;
    }

    /// <summary>Whether a model may learn from, or speak to, somebody who allows some purposes.</summary>
    internal bool Suits(int model, ushort allowed, ushort asking = ushort.MaxValue) => _rules[model].Suits(asking, allowed);

    /// <summary>The form of their state: see <see cref="ISessionModel.StateForm"/>.</summary>
    internal string StateForm => string.Join("; ", _models.Select((model, i) => $"{model.StateForm} for {_rules[i].Needs}").Append(Blend.StateForm));

    /// <summary>Holds on to all they have learned, while they learn on. The writer's.</summary>
    internal IFrozenState Freeze() => new FrozenParts(
        [Items.Freeze(), Blend.Freeze(), Progress.Freeze(), PopularProgress.Freeze(), FrozenParts.Number(LearnedClicks)], [.. _models.Select(static model => model.Freeze())]);

    /// <summary>Takes up a state that was written. Only while they have learned nothing.</summary>
    internal void Restore(StateReader from)
    {
        Items.Restore(from);
        Blend.Restore(from);
        Progress.Restore(from);
        PopularProgress.Restore(from);
        LearnedClicks = from.Read<long>();
        foreach (var model in _models)
            model.Restore(from);
    }

    /// <summary>Lets every model score a session whose needs are allowed.</summary>
    internal void Score(in SessionQuery query, QueryScratch scratch, ushort allowed = ushort.MaxValue, ushort asking = ushort.MaxValue)
    {
        scratch.Table.Clear();
        var column = 0;
        for (var i = 0; i < _models.Length; i++)
        {
            if (Suits(i, allowed, asking))
                _models[i].Score(query, scratch, column);
            column += _models[i].Columns;
        }
    }

    /// <summary>How loud a history is, from 0 to 1, by how much there is of it and of the session.</summary>
    /// <param name="session">Known items of the session.</param>
    /// <param name="past">Known items of the history.</param>
    internal float HistoryShare(int session, int past)
    {
        var history = past / (past + _options.HistoryHalfItems);
        var now = session == 0 ? 0 : session / _options.HistoryHalfSessionItems;
        return (float)(history / (history + now));
    }

    private void ShareWithHistory(Span<float> shares, int column, int session, int past)
    {
        var share = HistoryShare(session, past);
        for (var i = 0; i < column; i++)
            shares[i] *= 1 - share;
        shares[column] = share;
    }

    private int Translate(ReadOnlySpan<SessionItem> from, int[] items, float[] weights, int[] places)
    {
        var count = 0;
        for (var i = from.Length - 1; i >= 0 && count < items.Length; i--)
        {
            var item = Items.Find(from[i].Item);
            if (item < 0)
                continue;
            (items[count], weights[count], places[count]) = (item, from[i].Weight, i);
            count++;
        }
        items.AsSpan(0, count).Reverse();
        weights.AsSpan(0, count).Reverse();
        places.AsSpan(0, count).Reverse();
        return count;
    }

    private int Best(in RecommendQuery query, QueryScratch scratch, ReadOnlySpan<float> scales, Span<Candidate> into)
    {
        var table = scratch.Table;
        var order = scratch.OrderOf(table.Count);
        var count = 0;
        for (var row = 0; row < table.Count; row++)
        {
            if (!query.Category.IsNone && Items.CategoryOf(table.Items[row]) != query.Category)
                continue;
            var score = Mixture.Of(table, row, scales);
            if (score > 0)
                order[count++] = TopOf.Key(score, row);
        }
        order = order[..count];
        count = Math.Min(count, into.Length);
        TopOf.Select(order, count);
        order[..count].Sort(static (a, b) => b.CompareTo(a));
        var sources = query.Category.IsNone ? _sources : _sourcesInCategory;
        for (var i = 0; i < count; i++)
        {
            var row = TopOf.IndexOf(order[i]);
            var because = table.BecauseOf(row);
            into[i] = new Candidate
            {
                Item = Items.KeyOf(table.Items[row]),
                Score = TopOf.ScoreOf(order[i]),
                Because = because < 0 ? default : because < QueryScratch.ItemsMax
                    ? query.Session[scratch.Places[because]].Item
                    : query.History[scratch.PastPlaces[because - QueryScratch.ItemsMax]].Item,
                Source = sources[Mixture.LoudestOf(table, row, scales)],
            };
        }
        return count;
    }

    private CandidateSource[] Sources(bool inCategory) =>
        [.. _models.SelectMany(model => Enumerable.Range(0, model.Columns).Select(column => model.SourceOf(column, inCategory))), CandidateSource.History];
}

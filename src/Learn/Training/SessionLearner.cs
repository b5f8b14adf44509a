using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>Teaches the models of one workspace, click by click: predicts each one first, then learns it. The only writer; one thread at a time.</summary>
/// <param name="models">The models to teach.</param>
/// <param name="blend">How much to validate.</param>
/// <param name="sessionClicksMax">A session with more clicks goes on as a new one.</param>
public sealed class SessionLearner(WorkspaceModels models, BlendOptions blend, int sessionClicksMax = 50)
{
    private readonly QueryScratch _scratch = new();
    private readonly float[] _weights = Ones(QueryScratch.ItemsMax);
    private readonly float[] _scales = new float[CandidateTable.ColumnsMax];
    private int _sessions;
    private long _continued;

    /// <summary>The models taught.</summary>
    public WorkspaceModels Models => models;

    /// <summary>Whether there are clicks that were not settled yet. Kept by the reader.</summary>
    internal bool Unsettled { get; set; }

    /// <summary>Takes in one click of a session.</summary>
    /// <param name="session">The session, new or open.</param>
    /// <param name="item">The item; a click on none is left out.</param>
    /// <param name="category">Its category, or none.</param>
    /// <param name="atMs">When, in milliseconds since 1970.</param>
    /// <param name="weight">1 for a view, more for what says more.</param>
    public void Click(OpenSession session, ItemKey item, SymbolKey category, long atMs, float weight)
    {
        Click(session, models.Items.FindOrAdd(item, category), category, atMs, weight);
    }

    /// <summary>Takes in one click of a session on an item by its number; a negative one is left out, and so are models whose purposes are not allowed.</summary>
    internal void Click(OpenSession session, int number, SymbolKey category, long atMs, float weight, ushort allowed = ushort.MaxValue)
    {
        if (number < 0)
            return;
        if (session.Count >= sessionClicksMax)
            End(session);
        if (session.Number < 0)
            session.Number = _sessions++;
        else if (Due())
            Validate(session.Span, number, atMs);

        var click = new LearnedClick
        {
            Session = session.Number,
            Before = session.Span,
            Item = number,
            Category = category,
            AtMs = atMs,
            Weight = weight,
        };
        Learn(click, allowed);
        session.Add(number);
        Volatile.Write(ref models.LearnedClicks, models.LearnedClicks + 1);
    }

    /// <summary>Counts an item for what is popular, and for nothing else.</summary>
    /// <param name="number">The item's number; a negative one is left out.</param>
    /// <param name="category">Its category, or none.</param>
    /// <param name="atMs">When, in milliseconds since 1970.</param>
    /// <param name="weight">What it counts.</param>
    /// <param name="allowed">The purposes allowed, one bit each.</param>
    internal void Weigh(int number, SymbolKey category, long atMs, float weight, ushort allowed = ushort.MaxValue)
    {
        if (number < 0)
            return;
        var click = new LearnedClick { Session = LearnedClick.NoSession, Item = number, Category = category, AtMs = atMs, Weight = weight };
        Learn(click, allowed);
    }

    private void Learn(in LearnedClick click, ushort allowed)
    {
        for (var i = 0; i < models.Models.Length; i++)
        {
            if (models.Suits(i, allowed))
                models.Models[i].Learn(click);
        }
    }

    /// <summary>A session gets no more clicks.</summary>
    /// <param name="session">May be used again as a new one.</param>
    public void End(OpenSession session)
    {
        if (session.Number >= 0)
        {
            foreach (var model in models.Models)
                model.Close(session.Number);
        }
        session.Reset();
    }

    /// <summary>Makes all that was learned visible. To be called after each run of clicks.</summary>
    /// <param name="wait">Whether to fold all closed sessions now, and to wait for it.</param>
    public void Settle(bool wait = false)
    {
        foreach (var model in models.Models)
            model.Settle(wait);
        Unsettled = false;
    }

    /// <summary>The form of the state: see <see cref="ISessionModel.StateForm"/>.</summary>
    internal string StateForm => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{models.StateForm}; clicks {sessionClicksMax}");

    /// <summary>Holds on to all that was learned, while more is. After <see cref="Settle"/>.</summary>
    internal IFrozenState Freeze() => new FrozenParts([FrozenParts.Number(_sessions), FrozenParts.Number(_continued)], [models.Freeze()]);

    /// <summary>Takes up a state that was written. Only while nothing was learned.</summary>
    internal void Restore(StateReader from)
    {
        (_sessions, _continued) = ((int)from.Read<long>(), from.Read<long>());
        models.Restore(from);
    }

    private bool Due()
    {
        var at = _continued++;
        return at < blend.ValidateFirst || at % blend.ValidateEvery == 0;
    }

    /// <summary>Predicts one click from the part of its session before it, and lets the blend learn from how that went.</summary>
    /// <param name="session">Item numbers of the session so far, oldest first; not empty.</param>
    /// <param name="clicked">The number of the item clicked.</param>
    /// <param name="atMs">When, in milliseconds since 1970.</param>
    internal void Validate(ReadOnlySpan<int> session, int clicked, long atMs)
    {
        if (session.Length > QueryScratch.ItemsMax)
            session = session[^QueryScratch.ItemsMax..];
        models.Score(new SessionQuery { Items = session, Weights = _weights.AsSpan(0, session.Length), NowMs = atMs, IsJudged = true }, _scratch);
        var weights = models.Blend.Current;
        var scales = _scales.AsSpan(0, models.Columns);
        Mixture.MarkRepeats(_scratch.Table, session, weights);
        Mixture.Scale(_scratch.Table, session, weights.Columns, scales);
        var row = _scratch.Table.Find(clicked);
        models.Progress.Add(row < 0 ? 0 : RankOf(row, scales));
        models.PopularProgress.Add(PopularRankOf(clicked));
        if (row >= 0)
            models.Blend.Learn(_scratch.Table, session, scales, row);
    }

    private int RankOf(int clicked, ReadOnlySpan<float> scales)
    {
        var table = _scratch.Table;
        var probability = Mixture.Of(table, clicked, scales);
        if (probability <= 0)
            return 0;
        var rank = 1;
        for (var row = 0; row < table.Count; row++)
        {
            var other = Mixture.Of(table, row, scales);
            rank += other > probability || (other == probability && row < clicked) ? 1 : 0;
        }
        return rank;
    }

    private int PopularRankOf(int clicked)
    {
        foreach (var model in models.Models)
        {
            if (model is PopularModel popular)
                return popular.Judged.Items.AsSpan().IndexOf(clicked) + 1;
        }
        return 0;
    }

    private static float[] Ones(int length)
    {
        var ones = new float[length];
        Array.Fill(ones, 1f);
        return ones;
    }
}

using System.Globalization;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Answers with what the most alike of the recent sessions went on to look at.</summary>
/// <remarks>
/// <para>Vector-Multiplication-Indexed-Session kNN: Kersbergen, Sprangers, Schelter, "Serenade", SIGMOD 2022, with two decays of
/// STAN (Garg and others, SIGIR 2019): a neighbour speaks more softly with age, and its items fade with their distance from the item it
/// shares with the query. An item's score is Σ likeness × match × age × closeness × ln(sessions / sessions with the item), where match
/// is 1 − 0.1 × places that the latest shared item lies back, from 1.</para>
/// <para>Unlike the published systems it is live: clicks go into a delta that queries read together with the immutable index, and a
/// background fold makes a new index of both now and then.</para>
/// </remarks>
public sealed class NeighbourModel : ISessionModel
{
    private const long YearTwoThousand = 946_684_800; // Seconds are counted from here, so that 32 bits last until 2068.

    private const int FoldShare = 8;

    private readonly NeighbourOptions _options;
    private readonly float[] _closeness = new float[NeighbourScratch.ItemsMax];
    private SessionView _view;
    private Task<(SessionIndex Index, HashSet<int> LeftOut)>? _fold;
    private long _folds;

    /// <summary>Makes an empty model.</summary>
    /// <param name="options">How to search and what to keep.</param>
    public NeighbourModel(NeighbourOptions options)
    {
        _options = options;
        _view = SessionView.Empty(options.SampleSessions);
        for (var places = 0; places < _closeness.Length; places++)
            _closeness[places] = (float)Math.Exp(-options.Closeness * places);
    }

    /// <inheritdoc/>
    public int Columns => 1;

    /// <inheritdoc/>
    public string NameOf(int column) => "neighbours";

    /// <inheritdoc/>
    public CandidateSource SourceOf(int column, bool inCategory) => CandidateSource.SessionNeighbours;

    /// <inheritdoc/>
    public long MemoryBytes => View.Index.MemoryBytes + View.Delta.MemoryBytes;

    /// <inheritdoc/>
    public long Folds => Volatile.Read(ref _folds);

    internal SessionView View => Volatile.Read(ref _view);

    /// <inheritdoc/>
    public string StateForm => string.Create(CultureInfo.InvariantCulture,
        $"neighbours 1 sample {_options.SampleSessions} sessions {_options.SessionsMax} age {_options.SessionAgeMax}");

    /// <inheritdoc/>
    public IFrozenState Freeze() => new FrozenSessions(_view.Index, _view.Delta.Freeze(), _folds);

    /// <inheritdoc/>
    public void Restore(StateReader from)
    {
        (_view, var folds) = FrozenSessions.Read(from, _options.SampleSessions);
        Volatile.Write(ref _folds, folds);
    }

    /// <inheritdoc/>
    public void Learn(in LearnedClick click)
    {
        if (click.Session == LearnedClick.NoSession)
            return;
        TakeFold(wait: false);
        var delta = _view.Delta;
        while (delta.End <= click.Session)
            delta.Open();
        delta.Append(click.Session, click.Item, (int)(click.AtMs / 1000 - YearTwoThousand), fresh: !click.Before.Contains(click.Item));
        if (_fold is null && delta.ClosedClicks >= FoldFrom(delta))
            StartFold();
    }

    // A fold walks the index and moves what is still open to a new delta, so it waits until it takes in a good part of either.
    private int FoldFrom(SessionDelta delta) =>
        Math.Max(_options.DeltaClicksMax, Math.Max(_view.Index.Items.Length / FoldShare, (delta.Clicks - delta.ClosedClicks) / 2));

    /// <inheritdoc/>
    public void Close(int session)
    {
        if (session < _view.Delta.End)
            _view.Delta.Close(session);
    }

    /// <inheritdoc/>
    public void Settle(bool wait)
    {
        if (wait)
        {
            TakeFold(wait: true);
            StartFold();
        }
        TakeFold(wait);
    }

    /// <inheritdoc/>
    public void Score(in SessionQuery query, QueryScratch scratch, int column)
    {
        var view = View;
        var sample = scratch.Neighbours;
        var found = NeighbourSearch.Find(view, query, _options, sample);
        if (found == 0)
            return;
        var order = sample.Order.AsSpan(0, found);
        for (var i = 0; i < found; i++)
            order[i] = TopOf.Key(sample.Likeness[i], i);
        var speaking = Math.Min(found, _options.Neighbours);
        TopOf.Select(order, speaking); // Equally alike sessions keep the more recent, which come first.

        var logSessions = MathF.Log(view.Sessions);
        var logCounts = view.Delta.LogCounts;
        foreach (var key in order[..speaking])
            view.Index.PrefetchHead(sample.Sessions[TopOf.IndexOf(key)]);
        foreach (var key in order[..speaking])
            view.Index.PrefetchItems(sample.Sessions[TopOf.IndexOf(key)]);
        foreach (var key in order[..speaking])
            Speak(view, query, sample, TopOf.IndexOf(key), logSessions, logCounts, scratch.Table, column);
    }

    private void Speak(SessionView view, in SessionQuery query, NeighbourScratch sample, int neighbour,
        float logSessions, float[] logCounts, CandidateTable table, int column)
    {
        var session = sample.Sessions[neighbour];
        var place = sample.Match[neighbour];
        var match = 1 - 0.1f * (query.Items.Length - place);
        if (match <= 0)
            return;
        ReadOnlySpan<int> items;
        int lastSeconds;
        if (view.Index.Holds(session))
        {
            items = view.Index.ItemsOf(session);
            lastSeconds = view.Index.LastSecondsOf(session);
        }
        else
        {
            var slot = view.Delta.SlotOf(session);
            items = sample.Items.AsSpan(0, view.Delta.CopyItems(slot, sample.Items));
            lastSeconds = view.Delta.LastSecondsAt(slot);
        }
        if (items.Length > NeighbourScratch.ItemsMax)
            items = items[^NeighbourScratch.ItemsMax..];
        var voice = sample.Likeness[neighbour] * match * AgeDecay(query.NowMs, lastSeconds);
        var shared = items.LastIndexOf(query.Items[place]);
        for (var i = items.Length - 1; i >= 0; i--)
        {
            var item = items[i];
            if ((uint)item >= (uint)logCounts.Length)
                continue;
            var score = voice * _closeness[Math.Abs(i - shared)] * (logSessions - logCounts[item]);
            if (score > 0)
                table.AddOnce(column, item, score, place, neighbour + 1);
        }
    }

    private float AgeDecay(long nowMs, int lastSeconds) => _options.SessionDecay == TimeSpan.Zero
        ? 1
        : MathF.Exp((float)(-Math.Max(0, nowMs / 1000.0 - YearTwoThousand - lastSeconds) / _options.SessionDecay.TotalSeconds));

    private void StartFold()
    {
        var builder = new SessionIndexBuilder(_view, _options);
        _fold = Task.Run(() => (builder.Build(), builder.LeftOut));
    }

    private void TakeFold(bool wait)
    {
        if (_fold is null || !(wait || _fold.IsCompleted))
            return;
        var (index, leftOut) = _fold.GetAwaiter().GetResult();
        _fold = null;
        Volatile.Write(ref _view, _view.Folded(index, leftOut, _options.SampleSessions));
        Interlocked.Increment(ref _folds);
    }
}

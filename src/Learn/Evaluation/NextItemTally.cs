using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Training;

namespace Kairos.Learn.Evaluation;

/// <summary>Counts what predictions were worth, session by session, beside those of plain popularity.</summary>
internal sealed class NextItemTally
{
    private readonly Dictionary<ulong, int> _counts = [];
    private readonly ulong[] _popular;
    private readonly double _countMax;
    private readonly List<SessionTally> _sessions = [];
    private readonly List<double> _micros = [];

    public NextItemTally(SessionLog train)
    {
        foreach (var click in train.Clicks)
            _counts[click.Item.Value] = _counts.GetValueOrDefault(click.Item.Value) + 1;
        _popular = [.. _counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key).Take(NextItemEvaluation.Depth).Select(static pair => pair.Key)];
        _countMax = _counts.Values.Max();
    }

    public void Begin() => _sessions.Add(new SessionTally());

    public void Add(ItemKey clicked, ReadOnlySpan<Candidate> found, double micros)
    {
        var session = _sessions[^1];
        session.Predictions++;
        for (var i = 0; i < found.Length; i++)
        {
            var item = found[i].Item.Value;
            session.Recommended.Add(item);
            session.Popularity += _counts.GetValueOrDefault(item) / _countMax;
            session.Slots++;
            if (item == clicked.Value)
                session.Hit(i + 1);
        }
        var popularRank = Array.IndexOf(_popular, clicked.Value) + 1;
        if (popularRank > 0)
            session.PopularHit(popularRank);
        _micros.Add(micros);
    }

    public NextItemResult Result(NextItemOptions options, string split, ModelSettings settings, ModelStatus status,
        (int Rows, double Seconds) train, (int Rows, double Seconds) test, double peakMb)
    {
        SessionTally[] sessions = [.. _sessions.Where(static session => session.Predictions > 0)];
        var values = Measure(sessions, null);
        var resamples = new Bootstrap(options.Seed).Resample(sessions.Length, options.Resamples, chosen => Measure(sessions, chosen));
        var intervals = values.Keys.ToDictionary(static name => name, name => Bootstrap.Interval(resamples.Select(sample => sample[name])));
        _micros.Sort();
        return new NextItemResult(split, sessions.Sum(static session => session.Predictions), values, intervals, settings, status,
            train, test, _micros.Count == 0 ? 0 : _micros.Average(), At(0.5), At(0.99), peakMb);

        double At(double share) => _micros.Count == 0 ? 0 : _micros[(int)(share * (_micros.Count - 1))];
    }

    private Dictionary<string, double> Measure(SessionTally[] sessions, int[]? chosen)
    {
        double predictions = 0, hits = 0, ranks = 0, popularHits = 0, popularRanks = 0, popularity = 0, slots = 0;
        var covered = new HashSet<ulong>();
        for (var i = 0; i < sessions.Length; i++)
        {
            var session = sessions[chosen is null ? i : chosen[i]];
            predictions += session.Predictions;
            hits += session.Hits;
            ranks += session.Ranks;
            popularHits += session.PopularHits;
            popularRanks += session.PopularRanks;
            popularity += session.Popularity;
            slots += session.Slots;
            covered.UnionWith(session.Recommended);
        }
        return new Dictionary<string, double>
        {
            ["hr@20"] = hits / Math.Max(1, predictions),
            ["mrr@20"] = ranks / Math.Max(1, predictions),
            ["coverage@20"] = (double)covered.Count / _counts.Count,
            ["popularity@20"] = popularity / Math.Max(1, slots),
            ["baseline hr@20"] = popularHits / Math.Max(1, predictions),
            ["baseline mrr@20"] = popularRanks / Math.Max(1, predictions),
            ["difference hr@20"] = (hits - popularHits) / Math.Max(1, predictions),
            ["difference mrr@20"] = (ranks - popularRanks) / Math.Max(1, predictions),
        };
    }

    private sealed class SessionTally
    {
        public HashSet<ulong> Recommended { get; } = [];
        public int Predictions { get; set; }
        public int Slots { get; set; }
        public double Popularity { get; set; }
        public int Hits { get; private set; }
        public double Ranks { get; private set; }
        public int PopularHits { get; private set; }
        public double PopularRanks { get; private set; }

        public void Hit(int rank) => (Hits, Ranks) = (Hits + 1, Ranks + 1.0 / rank);

        public void PopularHit(int rank) => (PopularHits, PopularRanks) = (PopularHits + 1, PopularRanks + 1.0 / rank);
    }
}

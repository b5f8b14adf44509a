namespace Kairos.Unify.Identities.Linkage;

/// <summary>Learns a <see cref="MatchModel"/> from patterns of agreement, without labels.</summary>
/// <remarks>
/// Expectation–maximization over the pairs of all blocks. u is learned from random pairs and kept while m and the prior are learned; pairs
/// that share no block count as no match. Then u is learned again from the random pairs, each weighted by how little it looks like a match,
/// because in a small table the few matches among random pairs are most of those that agree. Source: Winkler, "Using the EM algorithm for
/// weight computation in the Fellegi–Sunter model of record linkage", 1988; the use of random pairs for u follows Splink's documentation.
/// </remarks>
internal sealed class MatchEstimation
{
    private const int RoundsMax = 200;
    private const int Renewals = 4;
    private const double Smoothing = 0.5; // Pairs added to each level, shared by the start's shape: no level ever becomes impossible.

    private readonly int[] _levels;
    private readonly (UInt128 Pattern, double Count)[] _blocked;
    private readonly (UInt128 Pattern, double Count)[] _random;
    private readonly double _pairs;
    private readonly double[][] _start;

    /// <param name="levels">For each field how many levels it has.</param>
    /// <param name="blocked">Patterns of the pairs that share a block.</param>
    /// <param name="random">Patterns of random pairs.</param>
    /// <param name="pairs">How many pairs there are in all.</param>
    public MatchEstimation(int[] levels, IReadOnlyDictionary<UInt128, double> blocked, IReadOnlyDictionary<UInt128, double> random, double pairs)
    {
        _levels = levels;
        _blocked = [.. blocked.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value))]; // In one order: sums are the same for any order of records.
        _random = [.. random.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value))];
        _pairs = pairs;
        _start = Array.ConvertAll(levels, Start);
    }

    /// <summary>Learns.</summary>
    /// <param name="records">How many records there are: the start of the prior.</param>
    /// <param name="matchesMax">Most pairs that can match.</param>
    /// <param name="likelihoods">Is told the penalized log-likelihood after each round of each run of EM, or null.</param>
    public MatchModel Run(int records, double matchesMax, Action<int, double>? likelihoods = null)
    {
        var priorMax = Math.Min(0.99, matchesMax / _pairs);
        var model = new MatchModel(_start, Unlikely(null), Math.Min(priorMax, Math.Min(0.1, 0.5 * records / _pairs)));
        for (var renewal = 0; renewal < Renewals; renewal++)
        {
            if (renewal > 0)
                model = model with { U = Unlikely(model) };
            for (var round = 0; round < RoundsMax; round++)
            {
                var next = Improve(model, priorMax, out var likelihood);
                likelihoods?.Invoke(renewal, likelihood);
                var moved = Math.Abs(next.Prior - model.Prior) / model.Prior + next.M.Zip(model.M, static (a, b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Max()).Max();
                model = next;
                if (moved < 1e-5)
                    break;
            }
        }
        return model;
    }

    /// <summary>The model that follows from pairs whose probability of matching is known otherwise.</summary>
    /// <param name="model">What was known before.</param>
    /// <param name="matches">Patterns with the sum of the probabilities of their pairs.</param>
    public MatchModel Renew(MatchModel model, IReadOnlyDictionary<UInt128, double> matches)
    {
        var counts = Array.ConvertAll(_levels, static levels => new double[levels]);
        foreach (var (pattern, weight) in matches.OrderBy(static pair => pair.Key))
            Add(counts, pattern, weight);
        return new MatchModel(Smooth(counts), Unlikely(model), Math.Clamp(matches.Values.Sum() / _pairs, 0.01 / _pairs, 0.99));
    }

    private static double[] Start(int levels)
    {
        var m = new double[levels];
        for (var level = 0; level < levels; level++)
            m[level] = level == 0 ? 0.8 : level == levels - 1 ? 0.05 : 0.15 / Math.Max(1, levels - 2);
        var sum = m.Sum();
        return Array.ConvertAll(m, value => value / sum);
    }

    private double[][] Unlikely(MatchModel? model)
    {
        var counts = Array.ConvertAll(_levels, static levels => new double[levels]);
        foreach (var (pattern, count) in _random)
            Add(counts, pattern, count * (model is null ? 1 : 1 - MatchModel.Probability(model.LogOdds(pattern))));
        return Array.ConvertAll(counts, static levels => Normal(levels, level => levels[level] + 0.5));
    }

    private MatchModel Improve(MatchModel model, double priorMax, out double likelihood)
    {
        var counts = Array.ConvertAll(_levels, static levels => new double[levels]);
        double matches = 0, seen = 0;
        likelihood = 0;
        var none = Math.Log(1 - model.Prior);
        foreach (var (pattern, count) in _blocked)
        {
            var odds = model.LogOdds(pattern);
            var probability = MatchModel.Probability(odds);
            Add(counts, pattern, count * probability);
            matches += count * probability;
            seen += count;
            likelihood += count * (none + (odds > 0 ? odds + Math.Log(1 + Math.Exp(-odds)) : Math.Log(1 + Math.Exp(odds)))); // Up to what u alone gives.
        }
        likelihood += (_pairs - seen) * none;
        for (var f = 0; f < _levels.Length; f++)
        {
            for (var level = 0; level < _levels[f]; level++)
                likelihood += Smoothing * _levels[f] * _start[f][level] * Math.Log(model.M[f][level]);
        }
        return model with { M = Smooth(counts), Prior = Math.Clamp(matches / _pairs, Math.Min(priorMax, 0.01 / _pairs), priorMax) };
    }

    private double[][] Smooth(double[][] counts) =>
        [.. counts.Select((levels, f) => Normal(levels, level => levels[level] + Smoothing * levels.Length * _start[f][level]))];

    private static void Add(double[][] counts, UInt128 pattern, double weight)
    {
        for (var f = 0; f < counts.Length; f++)
        {
            if (RecordComparer.LevelOf(pattern, f) is >= 0 and var level)
                counts[f][level] += weight;
        }
    }

    private static double[] Normal(double[] levels, Func<int, double> count)
    {
        var values = new double[levels.Length];
        for (var level = 0; level < values.Length; level++)
            values[level] = count(level);
        var sum = values.Sum();
        return Array.ConvertAll(values, value => value / sum);
    }
}

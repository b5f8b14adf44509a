using System.Globalization;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Blend;

/// <summary>Learns the weights of the mixture from one prediction after the other: each click is predicted before it is learned.</summary>
/// <remarks>
/// <para>Weights follow online expectation-maximization for a mixture with fixed components: each click is shared out among the models by
/// how probable each had made it, and the weights move towards those shares. Source: Cappé and Moulines, "On-line
/// expectation–maximization algorithm for latent data models", JRSS B 71(3), 2009, with a step that ends constant so that the weights follow a changing site.</para>
/// <para>The two repeat factors follow an online Newton step on the log-likelihood: observed minus expected repeats, over the
/// curvature gathered so far. Predicting before learning is the prequential principle: Dawid, JRSS A 147(2), 1984.</para>
/// </remarks>
internal sealed class BlendLearner
{
    private const double CurvaturePrior = 4;
    private const double LogFactorMin = -8;
    private const double LogFactorMax = 4;

    private readonly BlendOptions _options;
    private readonly double[] _weights;
    private readonly double[] _shares;
    private double _logLast = Math.Log(0.2);
    private double _logSeen;
    private double _lastCurvature = CurvaturePrior;
    private double _seenCurvature = CurvaturePrior;
    private BlendWeights _current;

    public BlendLearner(int columns, BlendOptions options)
    {
        _options = options;
        _weights = new double[columns];
        _shares = new double[columns];
        Array.Fill(_weights, 1.0 / columns);
        _current = Snapshot();
    }

    /// <summary>The weights in force.</summary>
    public BlendWeights Current => Volatile.Read(ref _current);

    /// <summary>How many clicks the weights have learned from.</summary>
    public long Predictions { get; private set; }

    /// <summary>The mean log-probability given to what came, over the horizon, of the clicks that were among the candidates.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Learns from one click, given the scores that the models had for it.</summary>
    /// <param name="table">All scores, with repeats marked.</param>
    /// <param name="session">The session before the click; not empty.</param>
    /// <param name="scales">As <see cref="Mixture.Scale"/> gave them.</param>
    /// <param name="clicked">The row of the item clicked.</param>
    public void Learn(CandidateTable table, ReadOnlySpan<int> session, ReadOnlySpan<float> scales, int clicked)
    {
        var probability = Mixture.Of(table, clicked, scales);
        if (probability <= 0)
            return;
        var step = Math.Max(1.0 / (Predictions + _options.PriorPredictions), 1.0 / _options.HorizonPredictions);
        var scores = table.ScoresOf(clicked);
        for (var column = 0; column < _weights.Length; column++)
            _shares[column] = scales[column] * scores[column] * table.FactorOf(clicked) / probability;
        var sum = 0.0;
        for (var column = 0; column < _weights.Length; column++)
        {
            _weights[column] = Math.Max(_options.WeightMin, _weights[column] + step * (_shares[column] - _weights[column]));
            sum += _weights[column];
        }
        for (var column = 0; column < _weights.Length; column++)
            _weights[column] /= sum;
        LearnRepeats(table, session, scales, table.Items[clicked]);
        LogLikelihood += step * (Math.Log(probability) - LogLikelihood);
        Predictions++;
        Volatile.Write(ref _current, Snapshot());
    }

    /// <summary>The form of its state: see <see cref="ISessionModel.StateForm"/>.</summary>
    public string StateForm => string.Create(CultureInfo.InvariantCulture,
        $"blend 1 horizon {_options.HorizonPredictions} prior {_options.PriorPredictions} least {_options.WeightMin} first {_options.ValidateFirst} every {_options.ValidateEvery}");

    /// <summary>What it has learned, and how to write it while it learns on. The writer's.</summary>
    public Action<StateWriter> Freeze()
    {
        double[] weights = [.. _weights];
        double[] rest = [_logLast, _logSeen, _lastCurvature, _seenCurvature, LogLikelihood];
        var predictions = Predictions;
        return to =>
        {
            to.Write<double>(weights);
            to.Write<double>(rest);
            to.Write(predictions);
        };
    }

    /// <summary>Takes up what was written.</summary>
    public void Restore(StateReader from)
    {
        var (weights, rest) = (from.ReadArray<double>(), from.ReadArray<double>());
        if (weights.Length != _weights.Length || rest.Length != 5)
            throw new InvalidDataException("The weights are not as they are kept.");
        weights.CopyTo(_weights, 0);
        (_logLast, _logSeen, _lastCurvature, _seenCurvature, LogLikelihood) = (rest[0], rest[1], rest[2], rest[3], rest[4]);
        Predictions = from.Read<long>();
        Volatile.Write(ref _current, Snapshot());
    }

    private void LearnRepeats(CandidateTable table, ReadOnlySpan<int> session, ReadOnlySpan<float> scales, int clicked)
    {
        double last = 0, seen = 0;
        for (var i = 0; i < session.Length; i++)
        {
            var row = table.Find(session[i]);
            if (row < 0 || session[(i + 1)..].Contains(session[i]))
                continue;
            var mass = Mixture.Of(table, row, scales);
            if (session[i] == session[^1])
                last += mass;
            else
                seen += mass;
        }
        Step(ref _logLast, ref _lastCurvature, last, clicked == session[^1]);
        Step(ref _logSeen, ref _seenCurvature, seen, clicked != session[^1] && session.Contains(clicked));
    }

    private void Step(ref double logFactor, ref double curvature, double expected, bool observed)
    {
        if (expected <= 0)
            return;
        curvature += Math.Max(0, expected * (1 - expected)) - (curvature - CurvaturePrior) / _options.HorizonPredictions;
        logFactor = Math.Clamp(logFactor + ((observed ? 1 : 0) - expected) / curvature, LogFactorMin, LogFactorMax);
    }

    private BlendWeights Snapshot() =>
        new([.. _weights.Select(static weight => (float)weight)], (float)Math.Exp(_logLast), (float)Math.Exp(_logSeen));
}

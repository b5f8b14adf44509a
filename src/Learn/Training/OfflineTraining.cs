using Kairos.Learn.Evaluation;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;

namespace Kairos.Learn.Training;

/// <summary>Trains the shipped models on a file the way they learn live, and chooses their settings by how well they predict its last part.</summary>
/// <remarks>
/// Every click of the last part is predicted before it is learned (progressive validation), so nothing is held out in the end. One
/// setting is tried after the other; a change must gain more than <see cref="GainMin"/> to be kept. Deterministic.
/// </remarks>
public sealed class OfflineTraining
{
    /// <summary>The share of a file's clicks, from its end, that may be predicted.</summary>
    public const double ValidatedShare = 0.25;

    /// <summary>How many of those are predicted at most.</summary>
    public const int PredictionsMax = 10_000;

    /// <summary>How much HR@20 + MRR@20 must gain for a setting to change.</summary>
    public const double GainMin = 0.002;

    /// <summary>How many of a file's latest clicks settings are tried on.</summary>
    public const int TrialClicksMax = 500_000;

    /// <summary>What was chosen.</summary>
    /// <param name="Models">Trained on the whole file.</param>
    /// <param name="Settings">The settings chosen.</param>
    public sealed record Outcome(WorkspaceModels Models, ModelSettings Settings);

    /// <summary>Trains.</summary>
    /// <param name="log">Clicks in order of time.</param>
    /// <param name="progress">Is told what happens, in words.</param>
    public static Outcome Run(SessionLog log, Action<string> progress)
    {
        var trial = Latest(log);
        var best = ModelSettings.Default;
        var bestScore = ScoreOf(Learn(trial, best));
        progress($"shipped settings: HR@20 + MRR@20 = {bestScore:F4}");
        foreach (var (name, alternatives) in Choices)
        {
            foreach (var change in alternatives)
            {
                var settings = change(best);
                var score = ScoreOf(Learn(trial, settings));
                progress($"{name}: {score:F4}{(score > bestScore + GainMin ? ", kept" : "")}");
                if (score > bestScore + GainMin)
                    (best, bestScore) = (settings, score);
            }
        }
        progress("learning the whole file");
        return new Outcome(Learn(log, best), best);
    }

    private static readonly (string Name, Func<ModelSettings, ModelSettings>[] Changes)[] Choices =
    [
        ("neighbours: closeness 0", [static s => s with { Neighbours = With(s.Neighbours, closeness: 0) }]),
        ("neighbours: closeness 0.5", [static s => s with { Neighbours = With(s.Neighbours, closeness: 0.5) }]),
        ("neighbours: no age decay", [static s => s with { Neighbours = With(s.Neighbours, decay: TimeSpan.Zero) }]),
        ("neighbours: last 4 items", [static s => s with { Neighbours = With(s.Neighbours, queryItems: 4) }]),
        ("neighbours: last 2 items", [static s => s with { Neighbours = With(s.Neighbours, queryItems: 2) }]),
        ("transitions: query decay 0.3", [static s => s with { Transitions = With(s.Transitions, 0.3) }]),
        ("transitions: query decay 0.7", [static s => s with { Transitions = With(s.Transitions, 0.7) }]),
    ];

    // A session is learned when it ends, so that it is not among its own neighbours while it is predicted, as in the test.
    private static WorkspaceModels Learn(SessionLog log, ModelSettings settings)
    {
        var models = settings.Build();
        var learner = new SessionLearner(models, new BlendOptions { ValidateFirst = 0, ValidateEvery = int.MaxValue / 2000 });
        var sessions = new List<LoggedClick>?[log.Sessions];
        var open = new OpenSession();
        var from = (int)(log.Clicks.Length * (1 - ValidatedShare));
        var every = Math.Max(1, (log.Clicks.Length - from) / PredictionsMax);
        for (var i = 0; i < log.Clicks.Length; i++)
        {
            var click = log.Clicks[i];
            var session = sessions[click.Session] ??= [];
            if (i >= from && i % every == 0 && session.Count > 0)
                learner.Validate(Numbers(models, session), models.Items.FindOrAdd(click.Item, click.Category), click.AtMs);
            session.Add(click);
            if (click.Ends)
            {
                foreach (var one in session)
                    learner.Click(open, one.Item, one.Category, one.AtMs, 1);
                learner.End(open);
                sessions[click.Session] = null;
            }
            if (i % 1000 == 0)
                learner.Settle();
        }
        learner.Settle(wait: true);
        return models;
    }

    private static int[] Numbers(WorkspaceModels models, List<LoggedClick> session) =>
        [.. session.Select(click => models.Items.FindOrAdd(click.Item, click.Category))];

    private static double ScoreOf(WorkspaceModels models) => models.Progress.HitRate + models.Progress.ReciprocalRank;

    private static SessionLog Latest(SessionLog log) => log.Clicks.Length <= TrialClicksMax ? log
        : log.SplitByTime((double)TrialClicksMax / log.Clicks.Length).Later;

    private static NeighbourOptions With(NeighbourOptions from, double? closeness = null, TimeSpan? decay = null, int? queryItems = null) => new()
    {
        SampleSessions = from.SampleSessions,
        Neighbours = from.Neighbours,
        QueryItems = queryItems ?? from.QueryItems,
        SessionDecay = decay ?? from.SessionDecay,
        Closeness = closeness ?? from.Closeness,
        DeltaClicksMax = from.DeltaClicksMax,
        SessionsMax = from.SessionsMax,
        SessionAgeMax = from.SessionAgeMax,
    };

    private static TransitionOptions With(TransitionOptions from, double queryDecay) => new()
    {
        WindowClicks = from.WindowClicks,
        QueryItems = from.QueryItems,
        QueryDecay = queryDecay,
        TargetsMax = from.TargetsMax,
        HalfLife = from.HalfLife,
    };
}

using System.Diagnostics;
using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Training;

namespace Kairos.Learn.Evaluation;

/// <summary>Trains the shipped models on a file of sessions and scores them: every prefix of a test session predicts its next item over the whole catalogue.</summary>
/// <remarks>Protocol of Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 28, 2018, section 4: an item
/// that the models have never seen counts as a miss; the models learn nothing from the test.</remarks>
public sealed class NextItemEvaluation(TimeProvider clock)
{
    /// <summary>How many candidates are looked at.</summary>
    public const int Depth = 20;

    /// <summary>Runs the evaluation.</summary>
    /// <param name="options">What to read and how to score.</param>
    /// <param name="progress">Is told what happens, in words, for standard error.</param>
    /// <param name="refusal">Why a file was refused, or null.</param>
    /// <returns>The result, or null when a file was refused.</returns>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    public NextItemResult? Run(NextItemOptions options, Action<string> progress, out FileRefusal? refusal)
    {
        var reader = new SessionFile();
        SessionLog test;
        refusal = reader.TryRead(options.TrainPath, out var train);
        if (refusal is not null)
            return null;
        string split;
        if (options.TestPath is null)
        {
            (train, test) = train.SplitByTime(0.2);
            split = "the last fifth of the sessions by time";
        }
        else
        {
            refusal = reader.TryRead(options.TestPath, out test);
            if (refusal is not null)
                return null;
            split = "the test file";
        }
        if (train.Clicks.Length == 0 || test.Clicks.Length == 0)
        {
            refusal = new FileRefusal(train.Clicks.Length == 0 ? options.TrainPath : options.TestPath ?? options.TrainPath, 2, 0, "no clicks");
            return null;
        }
        progress($"{train.Clicks.Length:N0} clicks to learn, {test.Clicks.Length:N0} to predict: {split}");

        var started = clock.GetTimestamp();
        var (models, settings) = OfflineTraining.Run(train, progress);
        var trainSeconds = clock.GetElapsedTime(started).TotalSeconds;
        var tally = new NextItemTally(train);
        started = clock.GetTimestamp();
        Predict(models, test, options.MinPrefix, tally, progress);
        var testSeconds = clock.GetElapsedTime(started).TotalSeconds;
        progress("bootstrap");
        return tally.Result(options, split, settings, models.Status, (train.Clicks.Length, trainSeconds), (test.Clicks.Length, testSeconds),
            Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
    }

    private void Predict(WorkspaceModels models, SessionLog test, int minPrefix, NextItemTally tally, Action<string> progress)
    {
        var found = new Candidate[Depth];
        var done = 0;
        foreach (var clicks in test.BySession())
        {
            var items = clicks.Select(static click => new SessionItem(click.Item, click.AtMs, 1)).ToArray();
            tally.Begin();
            for (var length = minPrefix; length < clicks.Length; length++)
            {
                var started = clock.GetTimestamp();
                var count = models.Recommend(new RecommendQuery { Session = items.AsSpan(0, length), NowMs = clicks[length - 1].AtMs, Limit = Depth }, found);
                tally.Add(clicks[length].Item, found.AsSpan(0, count), clock.GetElapsedTime(started).TotalMicroseconds);
            }
            if (++done % 1000 == 0)
                progress($"{done:N0} of {test.Sessions:N0} sessions predicted");
        }
    }
}

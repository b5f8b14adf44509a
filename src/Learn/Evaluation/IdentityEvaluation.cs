using System.Diagnostics;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Learn.Evaluation;

/// <summary>Links the records of a file, or of two, and compares the pairs found with the truth. The linker sees neither the truth nor the ids.</summary>
public sealed class IdentityEvaluation(TimeProvider clock)
{
    /// <summary>Runs the evaluation.</summary>
    /// <param name="options">What to read and how to score.</param>
    /// <param name="progress">Is told what happens, in words, for standard error.</param>
    /// <param name="refusal">Why a file was refused, or null.</param>
    /// <returns>The result, or null when a file was refused.</returns>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    public IdentityResult? Run(IdentityEvaluationOptions options, Action<string> progress, out FileRefusal? refusal)
    {
        refusal = IdentityData.TryRead(options, out var data);
        if (refusal is not null)
            return null;
        foreach (var note in data!.Notes)
            progress(note);
        progress("columns: " + string.Join(", ", data.Table.Columns.Select(static column => $"{column.Name} ({column.Kind.ToString().ToLowerInvariant()})")));
        var started = clock.GetTimestamp();
        var linked = new RecordLinker(options.Linkage).Link(data.Table, progress);
        var linkSeconds = clock.GetElapsedTime(started).TotalSeconds;

        progress("the best exact rule, and the bootstrap");
        started = clock.GetTimestamp();
        var tally = new IdentityTally(data.Truth);
        tally.Count(linked.Links);
        var baseline = ExactRules.Best(data.Table, data.Truth);
        var samples = new Bootstrap(options.Seed).Resample(data.Truth.EntityCount, options.Resamples, tally.Score);
        var intervals = samples.SelectMany(static sample => sample.ByName()).GroupBy(static value => value.Key, static value => value.Value)
            .ToDictionary(static values => values.Key, static values => Bootstrap.Interval(values));
        return new IdentityResult(linked, tally.Score(), intervals, baseline.Rule, baseline.Score, data.Table.Rows, data.Truth.Pairs().LongCount(), linkSeconds,
            clock.GetElapsedTime(started).TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
    }
}

using Kairos.Unify.Identities.Linkage;

namespace Kairos.Learn.Evaluation;

/// <summary>What <c>kairos evaluate identity</c> is asked.</summary>
/// <param name="RecordPaths">One file to search for duplicates, or two to link.</param>
/// <param name="Truth">The column that says which entity a record is of, or a file of pairs of ids.</param>
/// <param name="Seed">Of the bootstrap.</param>
/// <param name="Resamples">Of the bootstrap.</param>
public sealed record IdentityEvaluationOptions(IReadOnlyList<string> RecordPaths, string Truth, ulong Seed = 20220612, int Resamples = 1000)
{
    /// <summary>How records are linked.</summary>
    public LinkageOptions Linkage { get; init; } = new();
}

namespace Kairos.Learn.Evaluation;

/// <summary>What <c>kairos evaluate next-item</c> is asked.</summary>
/// <param name="TrainPath">The file to learn from.</param>
/// <param name="TestPath">The file to predict, or null: the last fifth of the sessions of the first file.</param>
/// <param name="MinPrefix">The fewest clicks to predict from, from 1.</param>
/// <param name="Seed">Of the bootstrap.</param>
/// <param name="Resamples">Of the bootstrap.</param>
public sealed record NextItemOptions(string TrainPath, string? TestPath, int MinPrefix = 1, ulong Seed = 20220612, int Resamples = 1000);

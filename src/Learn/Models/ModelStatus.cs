namespace Kairos.Learn.Models;

/// <summary>What the models of a workspace hold and how well they do.</summary>
/// <param name="Items">How many items have been seen.</param>
/// <param name="Sessions">How many sessions can be neighbours.</param>
/// <param name="Clicks">How many clicks have been learned.</param>
/// <param name="DeltaClicks">How many of them wait for the next fold.</param>
/// <param name="Folds">How many folds there were.</param>
/// <param name="Weights">The blend's weight of each way of scoring, by name; they add up to 1.</param>
/// <param name="LastFactor">What the score of a session's last item is multiplied with.</param>
/// <param name="SeenFactor">What the scores of a session's earlier items are multiplied with.</param>
/// <param name="Predictions">How many clicks were predicted before they were learned.</param>
/// <param name="HitRateAt20">Share of those that the blend had among its first twenty.</param>
/// <param name="ReciprocalRankAt20">Mean of one over the blend's rank, 0 beyond twenty.</param>
/// <param name="PopularHitRateAt20">The same share for plain popularity.</param>
/// <param name="PopularReciprocalRankAt20">The same mean for plain popularity.</param>
/// <param name="MemoryBytes">What all models hold, about.</param>
public sealed record ModelStatus(
    int Items, int Sessions, long Clicks, int DeltaClicks, long Folds, IReadOnlyDictionary<string, double> Weights, double LastFactor, double SeenFactor,
    long Predictions, double HitRateAt20, double ReciprocalRankAt20, double PopularHitRateAt20, double PopularReciprocalRankAt20, long MemoryBytes);

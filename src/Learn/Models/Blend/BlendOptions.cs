using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Models.Blend;

/// <summary>How the models of a workspace are weighed against each other.</summary>
public sealed class BlendOptions
{
    /// <summary>How many predictions back the weights remember: the e-folding of what they learned.</summary>
    [Range(100, 1_000_000)]
    public int HorizonPredictions { get; init; } = 5_000;

    /// <summary>How many clicks count as much as one already there before any was seen: how slowly the first weights move.</summary>
    [Range(1, 10_000)]
    public int PriorPredictions { get; init; } = 20;

    /// <summary>The least weight of any model, so that it can come back.</summary>
    [Range(0.0, 0.1)]
    public double WeightMin { get; init; } = 0.0005;

    /// <summary>Every continued session is predicted before it is learned, up to this many clicks of a workspace.</summary>
    [Range(0, 100_000_000)]
    public int ValidateFirst { get; init; } = 10_000;

    /// <summary>After that, one in this many: bounds what validation costs when a long journal is read again.</summary>
    [Range(1, 1_000_000)]
    public int ValidateEvery { get; init; } = 500;

    /// <summary>How many session items speak as loudly as all of a long history.</summary>
    [Range(0.0, 100.0)]
    public double HistoryHalfSessionItems { get; init; } = 1;

    /// <summary>How many history items it takes for the history to reach half of its voice.</summary>
    [Range(0.0, 1000.0)]
    public double HistoryHalfItems { get; init; } = 5;

    /// <summary>How many of the latest items of the history speak.</summary>
    [Range(1, 64)]
    public int HistoryItems { get; init; } = 10;
}

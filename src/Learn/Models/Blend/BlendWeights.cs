namespace Kairos.Learn.Models.Blend;

/// <summary>How loud each way of scoring is, and how welcome items are that the session holds already. Immutable.</summary>
/// <param name="Columns">One weight for each column, adding up to 1.</param>
/// <param name="Last">What the score of the last item of the session is multiplied with.</param>
/// <param name="Seen">What the scores of earlier items of the session are multiplied with.</param>
internal sealed record BlendWeights(float[] Columns, float Last, float Seen);

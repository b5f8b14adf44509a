namespace Kairos.Decide.Ranking;

/// <summary>Puts the caller's order and the models' order of the same candidates together.</summary>
/// <remarks>
/// Reciprocal rank fusion: a candidate's score is the sum, over both orders, of 1 / (60 + its rank from 1). What no model
/// spoke for has only the first part. Source: Cormack, Clarke, Büttcher, "Reciprocal rank fusion outperforms Condorcet and
/// individual rank learning methods", SIGIR 2009.
/// </remarks>
public static class RankFusion
{
    private const float K = 60;

    /// <summary>The part of the score that a place gives.</summary>
    /// <param name="rank">The place, from 1.</param>
    public static float Part(int rank) => 1 / (K + rank);

    /// <summary>Orders candidates.</summary>
    /// <param name="candidates">In the caller's order.</param>
    /// <param name="order">Receives the places of <paramref name="candidates"/>, best first; as long.</param>
    /// <param name="scores">Receives the score of each candidate, in the caller's order; as long.</param>
    public static void Order(ReadOnlySpan<RankedCandidate> candidates, Span<int> order, Span<float> scores)
    {
        var spoken = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            scores[i] = Part(i + 1);
            if (candidates[i].Score > 0)
                order[spoken++] = i;
        }

        Sort(order[..spoken], candidates, static (candidates, i) => candidates[i].Score);
        for (var rank = 0; rank < spoken; rank++)
            scores[order[rank]] += Part(rank + 1);

        for (var i = 0; i < candidates.Length; i++)
            order[i] = i;
        Sort(order, scores, static (scores, i) => scores[i]);
    }

    private delegate float ScoreOf<T>(ReadOnlySpan<T> of, int index);

    // Best first, and by place where scores are equal, so that the order never depends on the sort.
    private static void Sort<T>(Span<int> order, ReadOnlySpan<T> of, ScoreOf<T> score)
    {
        Span<ulong> keys = order.Length <= 1024 ? stackalloc ulong[order.Length] : new ulong[order.Length];
        for (var i = 0; i < order.Length; i++)
            keys[i] = ((ulong)~BitConverter.SingleToUInt32Bits(score(of, order[i])) << 32) | (uint)order[i];
        keys.Sort();
        for (var i = 0; i < order.Length; i++)
            order[i] = (int)(uint)keys[i];
    }
}

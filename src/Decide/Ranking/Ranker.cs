using System.Buffers;
using Kairos.Decide.Guards;
using Kairos.Decide.Placements;
using Kairos.Learn.Models;

namespace Kairos.Decide.Ranking;

/// <summary>Turns the input of one placement into its answer: a pure function, the same live and in replay.</summary>
/// <param name="guards">The guards, in the order they are asked.</param>
public sealed class Ranker(GuardChain guards)
{
    /// <summary>The guards, in the order they are asked.</summary>
    public GuardChain Guards => guards;

    /// <summary>Chooses what is shown.</summary>
    /// <param name="input">Everything the answer depends on.</param>
    /// <param name="answer">Receives the answer.</param>
    public void Answer(PlacementInput input, PlacementAnswer answer)
    {
        answer.Begin(input.Count);
        if (input.Placement.Kind == PlacementKind.Rank)
            Rank(input, answer);
        else
            Recommend(input, answer);

        answer.Degraded = input.Degraded;
        if (input.Placement.Kind == PlacementKind.Recommend && answer.Count < input.Limit && (input.Degraded & NoTurn) == 0)
            answer.Degraded |= Degradation.TooFewCandidates;
        answer.Rung = Highest(input, answer);
    }

    private const Degradation NoTurn = Degradation.UnknownPlacement | Degradation.KindNotAvailable;

    private void Recommend(PlacementInput input, PlacementAnswer answer)
    {
        var candidates = input.Candidates;
        for (var i = 0; i < candidates.Length && answer.Count < input.Limit; i++)
            Look(input, answer, i, candidates[i].Score);
    }

    private void Rank(PlacementInput input, PlacementAnswer answer)
    {
        var order = ArrayPool<int>.Shared.Rent(input.Count);
        var scores = ArrayPool<float>.Shared.Rent(input.Count);
        RankFusion.Order(input.Candidates, order.AsSpan(0, input.Count), scores.AsSpan(0, input.Count));
        for (var i = 0; i < input.Count && answer.Count < input.Limit; i++)
            Look(input, answer, order[i], scores[order[i]]);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<float>.Shared.Return(scores);
    }

    private void Look(PlacementInput input, PlacementAnswer answer, int candidate, float score)
    {
        var guard = guards.Refusing(input.Candidates[candidate].Facts, input.Placement);
        if (guard < 0)
            answer.Choose(candidate, score);
        else
            answer.Refuse(candidate, guard);
    }

    // The answer says the rung it really came from: a person of whom the models could make nothing got what is popular.
    private static Rung Highest(PlacementInput input, PlacementAnswer answer)
    {
        var rung = Rung.Default;
        foreach (var pick in answer.Picks)
        {
            var source = input.Candidates[pick].Source;
            if (source is CandidateSource.SessionNeighbours or CandidateSource.Transitions or CandidateSource.History)
                return input.Rung;
            if (source != CandidateSource.None)
                rung = Rung.Popular;
        }

        return rung;
    }
}

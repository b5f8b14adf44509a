namespace Kairos.Unify.Identities.Linkage;

/// <summary>What linking some records found.</summary>
/// <param name="Proposals">Every pair that may match, the likeliest first.</param>
/// <param name="Links">The pairs that are taken for matches.</param>
/// <param name="Threshold">Least posterior probability of a link.</param>
/// <param name="OneToOne">Whether a record was linked to one other at most.</param>
/// <param name="Model">What was learned.</param>
/// <param name="Fields">What was compared: for each field of the model its name and the names of its levels.</param>
/// <param name="Blocking">What pairs had to share to be compared; empty when all were.</param>
/// <param name="ExpectedMatches">How many pairs match by the model.</param>
/// <param name="PairsCompared">How many pairs were compared.</param>
public sealed record LinkageResult(
    IReadOnlyList<LinkProposal> Proposals, IReadOnlyList<(int A, int B)> Links, double Threshold, bool OneToOne,
    MatchModel Model, IReadOnlyList<(string Name, IReadOnlyList<string> Levels)> Fields, IReadOnlyList<string> Blocking, double ExpectedMatches, long PairsCompared)
{
    /// <summary>Says why; null when nothing was compared.</summary>
    internal PairScores? Scores { get; init; }

    /// <summary>What each field says of a pair: why it was proposed.</summary>
    /// <param name="pair">A pair of the records that were linked.</param>
    public IReadOnlyList<FieldWeight> Reasons(LinkProposal pair) => Scores?.Explain(pair.RecordA, pair.RecordB) ?? [];
}

/// <summary>What one field says of a pair of records.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Level">How alike the two values are, in words.</param>
/// <param name="Bits">By how many powers of two that makes a match likelier; negative where it makes it less likely.</param>
public readonly record struct FieldWeight(string Field, string Level, double Bits);

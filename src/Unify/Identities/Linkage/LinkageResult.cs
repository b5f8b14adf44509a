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
    MatchModel Model, IReadOnlyList<(string Name, IReadOnlyList<string> Levels)> Fields, IReadOnlyList<string> Blocking, double ExpectedMatches, long PairsCompared);

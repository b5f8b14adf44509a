namespace Kairos.Unify.Identities.Linkage;

/// <summary>Two records that may be of one entity.</summary>
/// <param name="RecordA">Number of the record with the lower number, from 0 in order of the table.</param>
/// <param name="RecordB">Number of the other record.</param>
/// <param name="Probability">Posterior probability that both are of one entity, 0–1.</param>
public readonly record struct LinkProposal(int RecordA, int RecordB, double Probability);

using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>Somebody whom record linkage finds likely to be the same person.</summary>
/// <param name="Own">Key of this person's identifier that the link is of.</param>
/// <param name="Other">Key of the other's.</param>
/// <param name="Confidence">How likely, in ten-thousandths.</param>
/// <param name="SinceMs">Since when, ms since 1970 UTC.</param>
/// <param name="Tree">The other's identifiers.</param>
public sealed record ProbablePerson(PersonKey Own, PersonKey Other, ushort Confidence, long SinceMs, IdentityTree Tree);

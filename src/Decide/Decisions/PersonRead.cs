using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>What came of reading a person.</summary>
/// <param name="Person">Their key; none when nobody was named.</param>
/// <param name="Device">The device of the current session, or zero.</param>
/// <param name="Snapshot">The person; null when the read was late or failed, or when nobody was named.</param>
/// <param name="Failure">Why there is no snapshot; none when there is one, or when nobody was named.</param>
public readonly record struct PersonRead(PersonKey Person, ulong Device, PersonSnapshot? Snapshot, Degradation Failure);

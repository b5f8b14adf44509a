using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>What came of reading a person.</summary>
/// <param name="Visitor">Whom the request is about; nobody when nobody was named.</param>
/// <param name="Sealed">The person, to be opened for a purpose; nobody when the read was late or failed, or when nobody was named.</param>
/// <param name="Failure">Why nobody was read; none when somebody was, or when nobody was named.</param>
/// <param name="Since">When the read began, by the memory of refusals.</param>
public readonly record struct PersonRead(VisitorKeys Visitor, SealedPerson Sealed, Degradation Failure, long Since)
{
    /// <summary>The key that events of theirs are routed by; none when nobody was named.</summary>
    public PersonKey Person => Visitor.Key;

    /// <summary>The device of the current session, or zero.</summary>
    public ulong Device => Visitor.Device;
}

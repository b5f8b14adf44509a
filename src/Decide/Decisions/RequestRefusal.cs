namespace Kairos.Decide.Decisions;

/// <summary>Why a request was not understood.</summary>
/// <param name="Kind">What kind of fault it is.</param>
/// <param name="Member">The member at fault, as <c>placements[2].limit</c>; <c>$</c> for the whole body.</param>
/// <param name="Detail">What is wrong and how to mend it.</param>
public sealed record RequestRefusal(RequestFault Kind, string Member, string Detail);

/// <summary>Kinds of faults of a request.</summary>
public enum RequestFault
{
    /// <summary>The body is not JSON.</summary>
    NotJson,

    /// <summary>A member has the wrong type or a value out of range.</summary>
    WrongMember,

    /// <summary>There is more of something than is allowed.</summary>
    TooMany,
}

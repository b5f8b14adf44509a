using Kairos.Govern.Access;

namespace Kairos.Decide.Decisions;

/// <summary>What decide refuses, and why.</summary>
public static class DecisionProblems
{
    /// <summary>The body is not JSON.</summary>
    public static ProblemKind NotJson { get; } = new(
        "decide-not-json", 400, "The body is not JSON", "Send one JSON object, in UTF-8. The detail says where reading stopped.");

    /// <summary>A member has the wrong type or a value out of range.</summary>
    public static ProblemKind WrongMember { get; } = new(
        "decide-wrong-member", 400, "A member of the request cannot be used", "The member named has the wrong type, is missing, or is out of range. The detail says what it must be.");

    /// <summary>There is more of something than is allowed.</summary>
    public static ProblemKind TooMany { get; } = new(
        "decide-too-many", 400, "Too many elements", "The array named has more elements than one request may have. The detail says how many are allowed.");

    /// <summary>The body is too large.</summary>
    public static ProblemKind TooLarge { get; } = new(
        "decide-too-large", 413, "The body is too large", "A decision request has at most 64 KB unless the server is set otherwise. Send the latest events only.");

    /// <summary>The body's encoding is unknown or broken.</summary>
    public static ProblemKind Encoding { get; } = new(
        "decide-encoding", 415, "The body cannot be unpacked", "Send the body as it is, or packed with gzip, deflate or br and a Content-Encoding that says so.");

    /// <summary>The user id is not proven, and the workspace demands it.</summary>
    public static ProblemKind UnprovenUser { get; } = new(
        "decide-unproven-user", 401, "The user id is not proven",
        "The workspace demands that a user id sent with a write key is proven: have your own server calculate HMAC-SHA256 of it with the workspace's user-hash secret, and send that in hexadecimal as context.userHash (user_hash of /api/recommendations).");

    /// <summary>No decision has this id.</summary>
    public static ProblemKind NoSuchDecision { get; } = new(
        "no-such-decision", 404, "No such decision", "No decision of this workspace has this id, or its record was lost or has been removed by retention.");

    /// <summary>All of them.</summary>
    internal static ProblemKind[] All { get; } = [NotJson, WrongMember, TooMany, TooLarge, Encoding, UnprovenUser, NoSuchDecision];

    /// <summary>The problem of a fault.</summary>
    internal static ProblemKind Of(RequestFault fault) => fault switch
    {
        RequestFault.NotJson => NotJson,
        RequestFault.TooMany => TooMany,
        _ => WrongMember,
    };
}

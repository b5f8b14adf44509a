namespace Kairos.Govern.Access;

/// <summary>What is refused of a request before any stage has understood it, or when none could.</summary>
public static class RequestProblems
{
    /// <summary>There is no such path.</summary>
    public static ProblemKind NoSuchPath { get; } = new("no-such-path", 404, "There is nothing at this address",
        "No endpoint has this path: see /docs on the server. A / in an id is written %2F.");

    /// <summary>The path has no such method.</summary>
    public static ProblemKind WrongMethod { get; } = new("wrong-method", 405, "Not with this method",
        "The path exists, for other methods: the header Allow names them.");

    /// <summary>What stands in the path is not sound.</summary>
    public static ProblemKind InvalidPath { get; } = new("invalid-path", 400, "The path cannot be read",
        "An id in a path is UTF-8, percent-encoded once: / is %2F, % is %25, a blank is %20. It is decoded once, so %252F names an id with %2F in it.");

    /// <summary>A value of the query is not sound.</summary>
    public static ProblemKind InvalidQuery { get; } = new("invalid-query", 400, "The query cannot be read",
        "The detail names the value: a whole number must be one, and every name may stand once. A + in a query is written %2B.");

    /// <summary>The request cannot be read.</summary>
    public static ProblemKind BadRequest { get; } = new("bad-request", 400, "The request cannot be read",
        "It ended too early, was sent too slowly, or is not what this endpoint takes. The status says more.");

    /// <summary>The request is larger than this endpoint takes.</summary>
    public static ProblemKind TooLarge { get; } = new("request-too-large", 413, "The request is too large",
        "Its body is longer than this endpoint reads. Requests about keys, profiles, consent and preferences are short: 16 KB at most. Capture, decide and items have bounds of their own.");

    /// <summary>A fault of the server.</summary>
    public static ProblemKind ServerFault { get; } = new("server-fault", 500, "A fault of the server",
        "The request was not expected to fail; the server's log has the reason. Please report it.");

    /// <summary>All of them.</summary>
    internal static ProblemKind[] All { get; } = [NoSuchPath, WrongMethod, InvalidPath, InvalidQuery, BadRequest, TooLarge, ServerFault];

    /// <summary>The problem for a status that was set without one.</summary>
    /// <param name="status">400 or above.</param>
    public static ProblemKind Of(int status) => status switch
    {
        404 => NoSuchPath,
        405 => WrongMethod,
        413 => TooLarge,
        >= 500 => ServerFault with { Status = status },
        _ => BadRequest with { Status = status },
    };
}

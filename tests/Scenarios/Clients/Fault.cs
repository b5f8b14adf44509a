namespace Kairos.Scenarios.Clients;

/// <summary>What happens to a request on its way.</summary>
internal enum Fault
{
    /// <summary>It goes through and so does the answer.</summary>
    None,

    /// <summary>It never arrives; the client is told 429 with <c>Retry-After</c>.</summary>
    TooManyRequests,

    /// <summary>It never arrives; the client is told 503.</summary>
    Unavailable,

    /// <summary>It arrives and is processed; the client is told 503 and must send it again.</summary>
    UnavailableAfterwards,

    /// <summary>It arrives and is processed; the connection breaks before the answer.</summary>
    BrokenAfterwards,
}

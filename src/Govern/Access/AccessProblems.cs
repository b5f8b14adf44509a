namespace Kairos.Govern.Access;

/// <summary>What the guard of endpoints refuses, and why.</summary>
public static class AccessProblems
{
    /// <summary>The request has no key, or one that opens nothing here.</summary>
    public static ProblemKind UnknownKey { get; } = new(
        "unknown-key", 401, "No such key",
        "Send the key as \"Authorization: Bearer KEY\", or by Basic auth as the user name. Capture and decide take a write key; everything else takes a secret key of the same workspace. A key that was revoked or has expired is no key.");

    /// <summary>The caller is known and may not do this.</summary>
    public static ProblemKind NotPermitted { get; } = new(
        "not-permitted", 403, "This key or person may not do this",
        "The role or the scopes of the key do not include the permission named. An admin of the workspace can make a key that has it: kairos keys create.");

    /// <summary>Too many wrong keys came from the address.</summary>
    public static ProblemKind TooManyAttempts { get; } = new(
        "too-many-attempts", 429, "Too many wrong keys",
        "So many wrong secret keys came from this address that further ones are not answered for a while: see Retry-After. A right key works all the time.");

    /// <summary>Too many requests came with the key, or from the person.</summary>
    public static ProblemKind TooManyRequests { get; } = new(
        "too-many-requests", 429, "Too many requests with this key",
        "More requests come with this key, or from this person, than Govern:Access allows in a second: see Retry-After. Nothing of this request was done. Other keys go on working.");

    /// <summary>The identity provider does not answer.</summary>
    public static ProblemKind ProviderUnreachable { get; } = new(
        "identity-provider-unreachable", 503, "Tokens cannot be checked just now",
        "The identity provider of Govern:Oidc:Authority does not answer, or answers what is no configuration, and its keys are not known from before. Send the request again after Retry-After. Keys go on working.");

    /// <summary>The audit log cannot be written.</summary>
    public static ProblemKind AuditUnwritable { get; } = new(
        "audit-unwritable", 503, "Changes cannot be recorded just now",
        "Every change is recorded before it is acknowledged, and the record cannot be written: the disk is full or gone. Send the request again when that is mended.");

    /// <summary>All of them.</summary>
    internal static ProblemKind[] All { get; } = [UnknownKey, NotPermitted, TooManyAttempts, TooManyRequests, ProviderUnreachable, AuditUnwritable];
}

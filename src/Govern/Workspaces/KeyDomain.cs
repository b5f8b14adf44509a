namespace Kairos.Govern.Workspaces;

/// <summary>What kind of thing a hashed key names. Numbers are stored: never reuse one.</summary>
public enum KeyDomain : byte
{
    /// <summary>A sender's message id.</summary>
    Message = 1,

    /// <summary>An anonymous id: one browser or one app installation.</summary>
    AnonymousId = 2,

    /// <summary>The caller's own id of a person.</summary>
    UserId = 3,

    /// <summary>An item of the catalogue.</summary>
    Item = 4,

    /// <summary>A word that is compared, not calculated with: a category, a brand, a path, a query.</summary>
    Symbol = 5,

    /// <summary>An account or group.</summary>
    Group = 6,

    /// <summary>An e-mail address, normalized: for matching only.</summary>
    Email = 7,

    /// <summary>A telephone number, normalized: for matching only.</summary>
    Phone = 8,

    /// <summary>An identifier of a type of the caller's own: type, a zero byte, id.</summary>
    ExternalId = 9,

    /// <summary>The domain of an account's addresses: <c>example.com</c>, in lower case.</summary>
    Domain = 10,

    /// <summary>What experiments know a visitor by.</summary>
    Bucketing = 11,

    /// <summary>The network that a visitor came from: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
    Network = 12,

    /// <summary>A person's identifier as the audit log shows it.</summary>
    Audited = 32,
}

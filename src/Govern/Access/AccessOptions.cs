using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Access;

/// <summary>How the server treats callers that guess, and those on its own machine.</summary>
public sealed class AccessOptions
{
    /// <summary>Wrong secret keys from one address before it has to wait.</summary>
    [Range(1, 1_000)]
    public int FailuresMax { get; init; } = 10;

    /// <summary>The first wait, doubled with each further wrong key.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WaitMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its last wrong key an address is forgiven.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan ForgivenAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Addresses remembered at most; the one that was wrong longest ago is forgotten first.</summary>
    [Range(16, 1_000_000)]
    public int AddressesMax { get; init; } = 4_096;

    /// <summary>Whether a caller's address is the last one of <c>X-Forwarded-For</c>. Only behind one proxy that sets it.</summary>
    public bool TrustForwardedFor { get; init; }

    /// <summary>Whether <c>/v1/status</c> answers without a key on a server that listens to its own machine alone, to a request that no proxy has touched. Turn it off behind a proxy on the same machine.</summary>
    public bool LocalStatus { get; init; } = true;

    /// <summary>Requests a second with one secret key, or from one person, in the long run; 0 for any number.</summary>
    [Range(0, 1_000_000)]
    public int SecretKeyRequestsPerSecondMax { get; init; } = 10_000;

    /// <summary>Requests that may come at once with one secret key, or from one person, after a silence.</summary>
    [Range(1, 1_000_000)]
    public int SecretKeyBurstMax { get; init; } = 20_000;

    /// <summary>Requests a second with one write key in the long run; 0 for any number. It is public: whoever sends too many with it shuts out all visitors of its site.</summary>
    [Range(0, 1_000_000)]
    public int WriteKeyRequestsPerSecondMax { get; init; }

    /// <summary>Requests that may come at once with one write key after a silence.</summary>
    [Range(1, 1_000_000)]
    public int WriteKeyBurstMax { get; init; } = 20_000;

    /// <summary>How long browsers may remember that pages may capture, decide and ask for preferences here, in seconds (<c>Access-Control-Max-Age</c>).</summary>
    [Range(0, 86_400)]
    public int PreflightSeconds { get; init; } = 7_200;

    /// <summary>Keys that a workspace may have, revoked ones not counted.</summary>
    [Range(2, 100_000)]
    public int KeysMax { get; init; } = 1_000;

    /// <summary>Workspaces that the server may have.</summary>
    [Range(1, 100_000)]
    public int WorkspacesMax { get; init; } = 1_000;
}

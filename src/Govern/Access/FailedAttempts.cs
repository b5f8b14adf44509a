using System.Net;
using System.Net.Sockets;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Wrong secret keys by address: after some, the address has to wait, each time longer. Bounded; no address is kept, only its keyed hash.</summary>
/// <remarks>
/// Only wrong keys wait. A right one passes always, also one never seen before: whoever guesses behind an address must not shut others out, nor stop a key that
/// was rotated just now. So the wait is no defence of the keys; their 160 random bits are. It keeps a misconfigured or hostile caller from asking on and on, and
/// tells the operator, by 429s in place of 401s, that somebody guesses. Looking at a key is one hash and one look-up, less than reading the request costs.
/// </remarks>
/// <param name="options">Bounds.</param>
/// <param name="clock">The time.</param>
public sealed class FailedAttempts(AccessOptions options, TimeProvider clock)
{
    private readonly SipKey _secret = SipKey.Draw();
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Attempts> _addresses = [];
    private readonly LinkedList<ulong> _oldest = [];

    /// <summary>Addresses remembered just now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _addresses.Count;
        }
    }

    /// <summary>Counts a wrong key.</summary>
    /// <param name="address">Where it came from.</param>
    /// <returns>Seconds to wait, rounded up; 0 for none.</returns>
    public int Wrong(IPAddress? address)
    {
        var now = clock.GetUtcNow();
        var hash = Hash(address);
        lock (_gate)
        {
            if (WaitSeconds(hash, now) is > 0 and var wait)
                return wait; // Not even looked at.
            var attempts = Forget(hash) is { } before && before.LastAt + options.ForgivenAfter > now ? before : default;
            var failures = Math.Min(attempts.Failures + 1, options.FailuresMax + 62);
            var doubled = options.WaitMin * Math.Pow(2, Math.Max(0, failures - options.FailuresMax));
            var until = failures < options.FailuresMax ? now : now + (doubled < options.WaitMax ? doubled : options.WaitMax);
            while (_addresses.Count >= options.AddressesMax)
                Forget(_oldest.First!.Value);
            _addresses[hash] = new Attempts(failures, now, until, _oldest.AddLast(hash));
            return WaitSeconds(hash, now);
        }
    }

    private int WaitSeconds(ulong hash, DateTimeOffset now) =>
        _addresses.TryGetValue(hash, out var attempts) && attempts.WaitUntil > now ? (int)Math.Ceiling((attempts.WaitUntil - now).TotalSeconds) : 0;

    private Attempts? Forget(ulong hash)
    {
        if (!_addresses.Remove(hash, out var attempts))
            return null;
        _oldest.Remove(attempts.Place);
        return attempts;
    }

    // A whole /64 of IPv6 is one caller's: counted by single addresses, they would never run out.
    private ulong Hash(IPAddress? address)
    {
        Span<byte> text = stackalloc byte[16];
        var length = 0;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address?.TryWriteBytes(text, out length) is true && address.AddressFamily == AddressFamily.InterNetworkV6)
            length = 8;
        return _secret.Hash64(KeyDomain.Symbol, text[..length]);
    }

    private readonly record struct Attempts(int Failures, DateTimeOffset LastAt, DateTimeOffset WaitUntil, LinkedListNode<ulong> Place);
}

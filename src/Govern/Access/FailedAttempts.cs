using System.Net;
using System.Net.Sockets;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Wrong secret keys by address: after some, the address has to wait, each time longer. Bounded; no address is kept, only its keyed hash.</summary>
/// <remarks>
/// A key that was right from an address before goes on being right from there while the address waits, so that a guesser behind the same
/// address cannot shut others out. A key that was never seen from there waits like any other: during a wait no guess learns anything.
/// </remarks>
/// <param name="options">Bounds.</param>
/// <param name="clock">The time.</param>
public sealed class FailedAttempts(AccessOptions options, TimeProvider clock)
{
    private const int KnownSlots = 8_192;
    private readonly SipKey _secret = SipKey.Draw();
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Attempts> _addresses = [];
    private readonly LinkedList<ulong> _oldest = [];
    private readonly ulong[] _known = new ulong[KnownSlots];

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
        var hash = Hash(address, default);
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

    /// <summary>Says whether a right key may pass, and remembers it for its address.</summary>
    /// <param name="address">Where it came from.</param>
    /// <param name="key">The key as sent; it was found to be right.</param>
    /// <returns>Seconds to wait; 0 to pass.</returns>
    public int Right(IPAddress? address, ReadOnlySpan<byte> key)
    {
        var known = Hash(address, key);
        ref var slot = ref _known[known % KnownSlots];
        if (Volatile.Read(ref slot) == known)
            return 0;
        var hash = Hash(address, default);
        lock (_gate)
        {
            if (WaitSeconds(hash, clock.GetUtcNow()) is > 0 and var wait)
                return wait;
        }

        Volatile.Write(ref slot, known);
        return 0;
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
    private ulong Hash(IPAddress? address, ReadOnlySpan<byte> key)
    {
        Span<byte> text = stackalloc byte[16 + SentKey.BufferBytes];
        var length = 0;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address?.TryWriteBytes(text, out length) is true && address.AddressFamily == AddressFamily.InterNetworkV6)
            length = 8;
        text[length++] = (byte)(key.IsEmpty ? 0 : 1);
        key.CopyTo(text[length..]);
        return _secret.Hash64(KeyDomain.Symbol, text[..(length + key.Length)]);
    }

    private readonly record struct Attempts(int Failures, DateTimeOffset LastAt, DateTimeOffset WaitUntil, LinkedListNode<ulong> Place);
}

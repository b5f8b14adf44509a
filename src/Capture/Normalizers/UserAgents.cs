using System.Text;

namespace Kairos.Capture.Normalizers;

/// <summary>Tells devices, systems, browsers and programs apart by what they say of themselves. Safe to use from many threads.</summary>
/// <remarks>
/// A string seen before is answered from a bounded cache without a lock or an allocation; a new one is read by rules (a few tables, no regular
/// expressions), in time linear in its length. Only its first <see cref="LengthMax"/> bytes are looked at.
/// </remarks>
public sealed class UserAgents
{
    /// <summary>Most bytes of a user agent that are looked at.</summary>
    public const int LengthMax = 768;

    private const int HintsMax = 320;
    private readonly UserAgentCache _cache;

    /// <summary>Begins with an empty cache of the default size.</summary>
    public UserAgents()
        : this(new UserAgentOptions())
    {
    }

    /// <summary>Begins with an empty cache.</summary>
    /// <param name="options">Its size.</param>
    public UserAgents(UserAgentOptions options) => _cache = new UserAgentCache(options.CachedMax);

    /// <summary>What a user agent is.</summary>
    /// <param name="userAgentUtf8">The header's value; empty is <see cref="Device.Unknown"/>.</param>
    public Device Parse(ReadOnlySpan<byte> userAgentUtf8)
    {
        if (userAgentUtf8.IsEmpty)
            return Device.Unknown;
        if (userAgentUtf8.Length > LengthMax)
            userAgentUtf8 = userAgentUtf8[..LengthMax];
        var hash = _cache.Hash(userAgentUtf8);
        return _cache.Find(hash, userAgentUtf8) ?? _cache.Add(hash, userAgentUtf8, UserAgentRules.Read(Encoding.UTF8.GetString(userAgentUtf8)));
    }

    /// <summary>What a user agent is, where client hints outweigh the string: browsers freeze the string, not the hints.</summary>
    /// <param name="userAgentUtf8">The header's value.</param>
    /// <param name="hints">The hint headers of the same request.</param>
    public Device Parse(ReadOnlySpan<byte> userAgentUtf8, in ClientHints hints)
    {
        if (hints.IsNone)
            return Parse(userAgentUtf8);

        // Cached as one text: hints, each ended by a zero byte, then the string.
        Span<byte> text = stackalloc byte[HintsMax + LengthMax];
        var length = 0;
        Append(hints.Mobile, 8, text, ref length);
        Append(hints.Platform, 48, text, ref length);
        Append(hints.Brands, 240, text, ref length);
        Append(userAgentUtf8, LengthMax - 1, text, ref length);
        var hash = _cache.Hash(text[..length]);
        return _cache.Find(hash, text[..length])
            ?? _cache.Add(hash, text[..length], ClientHintRules.Apply(Parse(userAgentUtf8), Encoding.UTF8.GetString(hints.Brands), Encoding.UTF8.GetString(hints.Mobile), Encoding.UTF8.GetString(hints.Platform)));
    }

    private static void Append(ReadOnlySpan<byte> part, int most, Span<byte> to, ref int length)
    {
        part = part.Length > most ? part[..most] : part;
        part.CopyTo(to[length..]);
        length += part.Length;
        to[length++] = 0;
    }
}

using System.Text;
using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>Tells what kind of place a visitor came from.</summary>
/// <remarks>Rules in order: what the campaign says (paid, email, social, affiliate and other media), then the referring site. Media follow Google Analytics' default channel group.</remarks>
public static class Referrers
{
    private static readonly Utf8Table<string> Media = new(
        Words("paid", "cpc", "ppc", "cpm", "cpv", "cpa", "cpp", "paid", "paidsearch", "paid-search", "paid_search", "paidsocial", "paid-social", "paid_social", "retargeting", "display", "banner", "expandable", "interstitial", "sem", "ads", "ad", "video-ads", "shopping-ads", "programmatic", "sponsored", "native")
        .Concat(Words("email", "email", "e-mail", "e_mail", "mail", "newsletter", "e mail"))
        .Concat(Words("social", "social", "social-network", "social-media", "social_media", "social_network", "sm", "social network", "social media", "organic_social", "organic-social"))
        .Concat(Words("search", "organic", "organic_search", "organic-search", "seo"))
        .Concat(Words("referral", "affiliate", "affiliates", "referral", "app", "link", "partner", "qr", "sms", "push", "web_push", "notification", "audio")));

    /// <summary>The class: <c>direct, internal, search, social, email, paid</c> or <c>referral</c>. Allocates nothing.</summary>
    /// <param name="referrerUrl">The referring page's address, UTF-8; empty when none was sent.</param>
    /// <param name="pageUrl">The page's own address, UTF-8; empty when unknown.</param>
    /// <param name="campaign">What the page's address says of a campaign.</param>
    public static string Class(ReadOnlySpan<byte> referrerUrl, ReadOnlySpan<byte> pageUrl, in Campaign campaign)
    {
        Span<byte> word = stackalloc byte[256];
        if (campaign.IsPaidClick)
            return "paid";
        if (Lower(campaign.Medium, word, out var length) && Media.TryGet(word[..length], out var byMedium))
            return byMedium;

        Span<byte> pageHost = stackalloc byte[256];
        var hasHost = TryHost(referrerUrl, word, out length);
        if (hasHost && TryHost(pageUrl, pageHost, out var pageLength) && SameSite(word[..length], pageHost[..pageLength]))
            return "internal";
        if (hasHost)
            return ReferrerDomains.ClassOf(word[..length]) ?? "referral";

        // No referrer: the campaign's source may still name a place, "newsletter" or "facebook".
        if (!campaign.Source.IsEmpty && Lower(campaign.Source, word, out length))
            return BySource(word[..length], pageHost);
        return "direct";
    }

    private static string BySource(ReadOnlySpan<byte> source, Span<byte> buffer)
    {
        if (source.IndexOf("newsletter"u8) >= 0 || source.IndexOf("email"u8) >= 0)
            return "email";
        if (source.Contains((byte)'.'))
            return ReferrerDomains.ClassOf(source) ?? "referral";
        if (source.Length > 200)
            return "referral";
        source.CopyTo(buffer);
        ".com"u8.CopyTo(buffer[source.Length..]);
        return ReferrerDomains.ClassOf(buffer[..(source.Length + 4)]) ?? "referral";
    }

    private static bool SameSite(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        one = WithoutWww(one);
        other = WithoutWww(other);
        return one.SequenceEqual(other) || IsWithin(one, other) || IsWithin(other, one);
    }

    // shop.example.com is within example.com; example.com is not within com.
    private static bool IsWithin(ReadOnlySpan<byte> host, ReadOnlySpan<byte> site) =>
        host.Length > site.Length && host.EndsWith(site) && host[^(site.Length + 1)] == '.' && site.Contains((byte)'.');

    private static ReadOnlySpan<byte> WithoutWww(ReadOnlySpan<byte> host) => host.StartsWith("www."u8) ? host[4..] : host;

    private static bool TryHost(ReadOnlySpan<byte> url, Span<byte> to, out int length)
    {
        length = 0;
        var scheme = url.IndexOf("://"u8);
        if (scheme < 0)
            return false;
        var host = url[(scheme + 3)..];
        var end = host.IndexOfAny("/?#"u8);
        host = end < 0 ? host : host[..end];
        host = host[(host.LastIndexOf((byte)'@') + 1)..];
        if (!host.StartsWith("["u8) && host.LastIndexOf((byte)':') is >= 0 and var port)
            host = host[..port];
        return Lower(host.TrimEnd((byte)'.'), to, out length);
    }

    private static bool Lower(ReadOnlySpan<byte> text, Span<byte> to, out int length)
    {
        length = 0;
        return text.Length is > 0 and <= 250 && Ascii.ToLower(text, to, out length) == System.Buffers.OperationStatus.Done;
    }

    private static IEnumerable<KeyValuePair<string, string>> Words(string kind, params string[] words) =>
        words.Select(word => KeyValuePair.Create(word, kind));
}

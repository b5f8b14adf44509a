using System.Buffers;

namespace Kairos.Capture.Normalizers;

/// <summary>Tells programs from people by general signs: what they call themselves, the library they were written with, an address to complain to, or saying nothing of a device.</summary>
internal static class BotSignals
{
    private static readonly SearchValues<string> AnyInnocent = SearchValues.Create(BotWords.Innocent, StringComparison.Ordinal);

    public static bool IsBot(UserAgentText text)
    {
        if (IsHandset(text))
            return Any(text.Lower, BotWords.Names);
        var lower = text.Lower;
        if (Any(lower, AnyInnocent))
            lower = BotWords.Innocent.Aggregate(lower, (rest, word) => rest.Replace(word, " ", StringComparison.Ordinal));
        if (Any(lower, BotWords.Names))
            return true;

        // An app on a phone tells of the phone; its name may be any word or address.
        if (!text.IsMozilla && Any(lower, BotWords.Phones))
            return Any(lower, BotWords.Libraries);

        // What a browser says of its system holds the names of devices and of those who built its ROM.
        var beside = text.IsMozilla && text.Comments.Count > 0 && IsPlatform(text.Comments[0]) ? lower.Replace(text.Comments[0].ToLowerInvariant(), " ", StringComparison.Ordinal) : lower;
        return Any(beside, BotWords.Tasks) || Any(beside, BotWords.Libraries) || HasAddress(beside) || HasDomain(beside) || (!text.IsMozilla && Any(lower, BotWords.Services)) || SaysNothing(text);
    }

    // "Android 4.0.4; HTC Ruby Build/IMM76D"; not "compatible; …", which is where programs give their names.
    private static bool IsPlatform(string comment)
    {
        foreach (var system in Systems)
        {
            if (comment.StartsWith(system, StringComparison.Ordinal))
                return !comment.Contains("http", StringComparison.OrdinalIgnoreCase) || comment.Contains("Build/", StringComparison.Ordinal);
        }

        return false;
    }

    // A maker's name in front, as feature phones have it: "Nokia6120c/3.83 …", "SAMSUNG-SGH-E250".
    private static bool IsHandset(UserAgentText text)
    {
        if (text.IsMozilla)
            return false;
        foreach (var maker in BotWords.Makers)
        {
            if (text.Lower.StartsWith(maker, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // People's browsers do not tell whom to write to.
    private static bool HasAddress(string lower)
    {
        if (lower.Contains("http://", StringComparison.Ordinal) || lower.Contains("https://", StringComparison.Ordinal) || lower.Contains("www.", StringComparison.Ordinal) || lower.Contains("mailto:", StringComparison.Ordinal) || lower.Contains("(at)", StringComparison.Ordinal))
            return true;
        var at = lower.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < lower.Length - 3 && char.IsAsciiLetterOrDigit(lower[at - 1]) && char.IsAsciiLetter(lower[at + 1])
            && lower.AsSpan(at + 1).IndexOf('.') is > 0 and var dot && lower.AsSpan(at + 1, dot).IndexOfAny(" =;,") < 0;
    }

    // Nor whose they are: "postrank.com", "updown.io". An app's package, "com.example.app", is none: it has no word before it.
    private static bool HasDomain(string lower)
    {
        foreach (var ending in BotWords.Domains)
        {
            for (var at = lower.IndexOf(ending, StringComparison.Ordinal); at > 0; at = lower.IndexOf(ending, at + 1, StringComparison.Ordinal))
            {
                var end = at + ending.Length;
                if (char.IsAsciiLetterOrDigit(lower[at - 1]) && (end == lower.Length || !(char.IsAsciiLetterOrDigit(lower[end]) || lower[end] is '.' or '-')) && lower.LastIndexOf("com.", at, StringComparison.Ordinal) is var package && (package < 0 || lower.AsSpan(package, at - package).IndexOfAny(" ;/(") >= 0))
                    return true;
            }
        }

        return false;
    }

    // No browser's beginning, no system, no phone's capabilities: nothing but a name.
    private static bool SaysNothing(UserAgentText text)
    {
        if (text.Text.StartsWith("Mozilla/5.0 (compatible;", StringComparison.Ordinal) && !text.HasAny("MSIE", "Trident", "Konqueror", "Linux", "Windows", "Mac", "Android", "Brew"))
            return true;
        return !text.IsMozilla && !text.HasAny("Mozilla/", "Opera", "Profile/", "UP.", "Browser/", "CFNetwork", "MIDP", "UCWEB", "FBAN/", "tvOS", "iPad", "Android", "NetFront", "Obigo", "MMP/", "HbbTV", "Maple", "Roku", "Mobile", "DoCoMo", "WebKit", "wp7", "MIUI", "MAUI", "WAP ", "Links", "Lynx", "w3m", "Dillo", "NetSurf", "Amaya") && OsFamilies.Of(text) == "Other";
    }

    private static bool Any(string lower, SearchValues<string> words) => lower.AsSpan().ContainsAny(words);

    private static readonly string[] Systems = ["Linux", "X11", "Windows", "Macintosh", "iPhone", "iPad", "iPod", "Android", "PlayStation", "Nintendo", "SMART-TV", "Web0S", "webOS", "BB10", "BlackBerry", "Mobile", "Symbian", "CrKey"];
}

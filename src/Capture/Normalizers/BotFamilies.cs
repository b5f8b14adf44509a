namespace Kairos.Capture.Normalizers;

/// <summary>What a program calls itself: the word that says it is one, else the first name that is none of a browser's.</summary>
internal static class BotFamilies
{
    private static readonly (string Sign, string Family)[] Signs =
    [
        ("PTST/", "WebPageTest.org bot"), ("RuxitSynthetic", "Ruxit Synthetic"), ("Catchpoint", "Catchpoint"), ("StatusCake", "StatusCakeBot"), ("BingPreview", "BingPreview"), ("GomezAgent", "GomezAgent"), ("OpenVAS", "OpenVAS Scanner"),
        ("Pingdom", "PingdomBot"), ("HeadlessChrome", "HeadlessChrome"), ("PhantomJS", "PhantomJS"), ("heritrix", "heritrix"), ("Vagabondo", "Vagabondo"), ("ZyBorg", "ZyBorg"), ("WebThumb", "WebThumb"), ("Yahoo! Slurp", "Yahoo! Slurp"),
        ("Python-urllib", "Python-urllib"), ("python-requests", "Python Requests"), ("aiohttp", "Python aiohttp"), ("WordPress", "WordPress"), ("aws-sdk-java", "aws-sdk-java"), ("GoogleImageProxy", "GmailImageProxy"), ("YahooMailProxy", "YahooMailProxy"),
    ];

    public static string Of(UserAgentText text)
    {
        foreach (var (sign, family) in Signs)
        {
            if (text.Has(sign))
                return family;
        }

        var candidates = Candidates(text).Take(32).ToList();
        return candidates.Find(IsTelling) ?? (candidates.Count > 0 ? candidates[0] : "Other");
    }

    private static bool IsTelling(string name) =>
        name.Contains("bot", StringComparison.OrdinalIgnoreCase) || name.Contains("crawl", StringComparison.OrdinalIgnoreCase)
        || name.Contains("spider", StringComparison.OrdinalIgnoreCase) || name.Contains("slurp", StringComparison.OrdinalIgnoreCase);

    // Names that could be the program's own, the likeliest first.
    private static IEnumerable<string> Candidates(UserAgentText text)
    {
        if (!text.IsMozilla && Name(text.Text) is { } first)
            yield return first;
        foreach (var comment in text.Comments)
        {
            foreach (var item in comment.Split(';', ','))
            {
                if (Name(item) is { } name)
                    yield return name;
            }
        }

        for (var i = 0; i < text.Products.Count; i++)
        {
            // "Door Spider": a word that is only the kind takes the one before it along.
            var name = Trimmed(text.Products[i].Name);
            if (IsKind(name) && i > 0 && !IsPlain(text.Products[i - 1].Name))
                yield return Trimmed(text.Products[i - 1].Name) + " " + name;
            else if (name.Length > 1 && !IsPlain(name))
                yield return name;
        }
    }

    // The name at the beginning of a text: up to a slash, a bracket or its version; of several words when the last says what it is.
    private static string? Name(string item)
    {
        item = item.Trim();
        var end = item.IndexOfAny(['/', '(', ':', '+', '@', '[', ';']);
        var words = (end < 0 ? item : item[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || (end >= 0 && item[end] == '@') || item.StartsWith("www.", StringComparison.Ordinal) || item.StartsWith("http", StringComparison.Ordinal) || IsPlain(words[0]))
            return null;
        var kind = Array.FindIndex(words, IsKind);
        var name = kind > 0 ? Trimmed(words[kind - 1]) + " " + words[kind]
            : words.Length is > 1 and <= 4 && end > 0 && item[end] == '/' ? string.Join(' ', words)
            : Trimmed(words[0]);
        return name.Length is > 1 and <= 48 ? name : null;
    }

    private static bool IsKind(string word) => word.TrimEnd('!', '.').ToLowerInvariant() is "bot" or "crawler" or "spider" or "robot" or "webbot" or "webspider";

    // "TheUsefulbot_2.3.62" and "SearchSpider.com" end before the version or domain.
    private static string Trimmed(string word)
    {
        word = word.TrimEnd(':', '+', '!', '-');
        foreach (var ending in Domains)
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && IsTelling(word))
                word = word[..^ending.Length];
        }

        var end = word.Length;
        while (end > 0 && (char.IsAsciiDigit(word[end - 1]) || word[end - 1] is '.'))
            end--;
        if (end == word.Length || end == 0 || !word[end..].Contains('.', StringComparison.Ordinal))
            return word;
        word = word[..end];
        return word.EndsWith("_V", StringComparison.OrdinalIgnoreCase) || word.EndsWith("-v", StringComparison.OrdinalIgnoreCase) ? word[..^2] : word.TrimEnd('_', '-');
    }

    private static bool IsPlain(string name) => name is "Mozilla" or "AppleWebKit" or "KHTML" or "Chrome" or "Safari" or "Version" or "Mobile" or "Gecko" or "like" or "Linux" or "Android" or "Windows" or "Macintosh"
        or "iPhone" or "iPad" or "Intel" or "CPU" or "U" or "X11" or "Firefox" or "MSIE" or "Trident" or "compatible" or "Opera" or "Nexus" or "DoCoMo" or "Ubuntu" or "gfe" or "gzip" or "SV1" or "WOW64" or "Win64" or "x64" or "en-US" or "en"
        or ".NET" or "c100" or "TB" or "I" or "N" || name.StartsWith("rv:", StringComparison.Ordinal) || name.StartsWith(".NET", StringComparison.Ordinal);

    private static readonly string[] Domains = [".com", ".org", ".net"];
}

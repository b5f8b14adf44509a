using System.Buffers;

namespace Kairos.Capture.Normalizers;

/// <summary>The browser a user agent names: signs first, then a product that is no engine, then the engine's own browser.</summary>
internal static class BrowserFamilies
{
    private static readonly SearchValues<string> AnySign = SearchValues.Create([.. BrowserNames.Signs.Select(row => row.Sign)], StringComparison.Ordinal);

    public static string Of(UserAgentText text)
    {
        if (text.Text.AsSpan().ContainsAny(AnySign)) // One walk over the text tells most browsers that they bear no sign.
        {
            foreach (var (sign, family) in BrowserNames.Signs)
            {
                if (text.Has(sign))
                    return family;
            }
        }

        if (!text.IsMozilla)
            return NotMozilla(text);
        if (text.Has("MSIE") || text.Has("Trident/"))
            return InternetExplorer(text);
        var apple = text.HasAny("iPhone", "iPad", "iPod");
        return Product(text, apple) ?? (text.Has("Gecko/") ? Gecko(text) : apple ? OnApple(text) : text.Has("Chrome/") ? Chrome(text) : WebKit(text));
    }

    private static string? Product(UserAgentText text, bool apple)
    {
        foreach (var product in text.Products)
        {
            var lower = product.Name.ToLowerInvariant();
            if (lower is "edge" or "edg" && (text.HasAny("Windows Phone", "Android") || apple))
                return "Edge Mobile";
            if (lower is "opr" && text.HasAny("Android", "Mobile"))
                return "Opera Mobile";
            if (lower is "duckduckgo" or "ddg" && (apple || text.Has("Android")))
                return "DuckDuckGo Mobile";
            if (BrowserNames.Renamed.TryGetValue(lower, out var family))
                return family;
            // What else is named: the app around the engine, or a derivative of it.
            if (product.Version.Length > 0 && product.Name.Length > 1 && !BrowserNames.Ignored.Contains(lower) && !lower.StartsWith("asktb", StringComparison.Ordinal) && char.IsAsciiDigit(product.Version[0]) && char.IsAsciiLetter(product.Name[^1]))
                return product.Name;
        }

        return null;
    }

    private static string NotMozilla(UserAgentText text)
    {
        if (text.Products.Count == 0)
            return "Other";
        var first = text.Products[0].Name;
        if (text.Find("Opera") is not null || first.StartsWith("Opera", StringComparison.Ordinal))
            return "Opera";
        if (text.Find("UP.Browser") is not null)
            return text.Find("Openwave") is not null ? "Openwave" : "UP.Browser";
        if (text.Has("BlackBerry"))
            return "BlackBerry";
        if (text.Has("Mozilla/"))
            return Of(new UserAgentText(text.Text[text.Text.IndexOf("Mozilla/", StringComparison.Ordinal)..]));
        if (first.EndsWith("-iPad", StringComparison.Ordinal) || first.EndsWith("-iPhone", StringComparison.Ordinal))
            first = first[..first.LastIndexOf('-')];
        // "Parking Mania Free/1.9": the name goes up to the first slash.
        var slash = text.Text.IndexOf('/', StringComparison.Ordinal);
        var name = slash is > 0 and <= 40 && text.Text.AsSpan(0, slash).IndexOfAny("([;,") < 0 && text.Text.AsSpan(0, slash).Count(' ') <= 3 ? text.Text[..slash] : first;
        if (name.EndsWith("-iPad", StringComparison.Ordinal))
            name = name[..^5];
        return BrowserNames.Renamed.GetValueOrDefault(name.ToLowerInvariant(), name.Length > 40 ? "Other" : name);
    }

    private static string InternetExplorer(UserAgentText text)
    {
        foreach (var (sign, family) in MicrosoftSigns)
        {
            if (text.Has(sign))
                return family;
        }

        return "IE";
    }

    private static readonly (string, string)[] MicrosoftSigns =
    [
        ("baidubrowser", "Baidu Browser"), ("Sleipnir", "Sleipnir"), ("Maxthon", "Maxthon"), ("MAXTHON", "Maxthon"), ("Avant Browser", "Avant"), ("AOL ", "AOL"), ("TencentTraveler", "TencentTraveler"), ("Crazy Browser", "Crazy Browser"), ("Lunascape", "Lunascape"),
        ("chromeframe/", "Chrome Frame"), ("XBLWP7", "IE Large Screen"), ("IEMobile", "IE Mobile"), ("MSIEMobile", "IE Mobile"), ("Windows CE", "IE Mobile"),
    ];

    private static string Gecko(UserAgentText text)
    {
        if (text.Find("Firefox") is not { } firefox)
            return "Other";
        if (firefox.Version.StartsWith("Camoufox", StringComparison.Ordinal))
            return "Camoufox";
        if (text.HasAny("Android", "Mobile", "Tablet"))
            return "Firefox Mobile";
        return firefox.Version.Contains('a', StringComparison.Ordinal) ? "Firefox Alpha" : firefox.Version.Contains('b', StringComparison.Ordinal) ? "Firefox Beta" : "Firefox";
    }

    private static string OnApple(UserAgentText text)
    {
        if (text.Has("Chrome/"))
            return "Chrome Mobile";
        return text.Find("Safari") is not null ? "Mobile Safari" : "Mobile Safari UI/WKWebView";
    }

    private static string Chrome(UserAgentText text)
    {
        if (text.Has("Chromium/"))
            return "Chromium";
        if (text.Has("Iron"))
            return "Iron";
        if (text.Has("Electron/"))
            return "Electron";
        if (text.Has("Android"))
            return text.Has("; wv)") || text.Has("Version/") ? "Chrome Mobile WebView" : text.Find("Mobile") is not null ? "Chrome Mobile" : "Chrome";
        return text.Find("Mobile") is not null ? "Chrome Mobile" : "Chrome";
    }

    private static string WebKit(UserAgentText text)
    {
        if (text.HasAny("BlackBerry", "BB10", "PlayBook"))
            return "BlackBerry WebKit";
        if (text.HasAny("SymbianOS", "Symbian/", "Series60"))
            return text.Has("Nokia") ? "Nokia Browser" : "Nokia OSS Browser";
        if (text.Has("Android"))
            return "Android";
        if (!text.Has("AppleWebKit"))
            return "Other";
        if (text.Find("AppleWebKit") is { } engine && engine.Version.EndsWith('+') && text.Find("Safari") is not null)
            return "WebKit Nightly";
        return text.Find("Safari") is not null ? "Safari" : text.Has("Macintosh") ? "Apple Mail" : "Other";
    }
}

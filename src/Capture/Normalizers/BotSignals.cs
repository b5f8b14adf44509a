namespace Kairos.Capture.Normalizers;

/// <summary>Tells programs from people by general signs: what they call themselves, the library they were written with, an address to complain to, or saying nothing of a device.</summary>
internal static class BotSignals
{
    // What programs call themselves; in lower case, anywhere.
    private static readonly string[] Words =
    [
        "bot", "crawl", "spider", "slurp", "scrape", "scraper", "scrapy", "fetch", "archiver", "archive.org", "indexer", "monitor", "preview", "checker", "checklink", "linkcheck", "scanner", "probe", "prober", "validator", "validity",
        "thumbshot", "thumbnail", "webthumb", "screenshot", "headless", "phantomjs", "slimerjs", "selenium", "puppeteer", "playwright", "cypress", "lighthouse", "page speed", "pagespeed", "gtmetrix", "webpagetest", "ptst/", "pingdom", "uptime", "synthetic", "catchpoint", "site24x7", "gomezagent", "statuscake", "dareboost", "newrelic", "datadog",
        "feed", "rss", "podcast", "aggregator", "newsgator", "bloglines", "harvest", "sitemap", "seo", "ranksignals", "search engine", "searchengine", "imageproxy", "mailproxy", "imgproxy", "image proxy", "translate", "heritrix", "nutch", "larbin", "httrack", "webzip", "wget", "webcopier", "teleport", "offline explorer", "getright", "sitesucker", "ia_archiver", "mediapartners", "adsense", "feedburner", "facebookexternalhit", "facebookcatalog", "embedly", "flipboardproxy", "pocketparser", "quora link", "outbrain", "vkshare", "w3c_", "w3c-", "jigsaw", "dataprovider", "censys", "zgrab", "masscan", "nmap", "nikto", "sqlmap", "openvas", "acunetix", "netcraft", "qualys", "detectify", "expanse", "internet measurement", "research", "inspection", "inspect", "verif", "verification", "lookup", "discover", "google-read-aloud", "google-site", "duplexweb", "apis-google", "feedly", "inoreader", "web-sniffer", "analyzer", "analyser", "xenu", "siteexplorer", "survey crawl", "grabber", "extractor", "downloader", "collector/", "webcollage", "ping-service", "pingback", "trackback", "wordpress", "drupal", "plagiarism", "copyright", "compliance", "audit", "sniper", "leech", "whatweb", "favicon",
        "gptbot", "chatgpt", "openai", "claude", "anthropic", "perplexity", "cohere", "ai2", "bytespider", "diffbot",
    ];

    // Libraries and tools that fetch pages for programs.
    private static readonly string[] Libraries =
    [
        "curl", "python", "urllib", "aiohttp", "httpx", "java/", "jakarta", "jersey/", "libwww", "lwp::", "lwp-", "perl", "go-http", "gohttp", "go http", "okhttp", "axios", "node-fetch", "node.js", "nodejs", "undici", "superagent", "guzzle", "httpclient", "http-client", "http_client", "http client", "httpunit", "http.rb", "httpie", "http_request", "http-kit", "httpful", "rest-client", "restsharp", "requests", "faraday", "ruby", "php/", "php-", "phpcrawl", "pear ", "winhttp", "winhttprequest", "wininet", "xmlhttp", "postman", "insomnia/", "apache-", "mechanize", "typhoeus", "libfetch", "lua-resty", "reqwest", "hyper/", "ureq/", "akka-http", "vert.x", "reactornetty", "netty", "dart:io", "dart/", "swoole", "aria2", "lftp", "axel", "snoopy", "simplepie", "magpierss", "universalfeedparser", "rome client", "goose/", "colly", "got (", "got/", "unirest", "pycurl", "java1", "jetty/", "commons-http", "msxml", "microsoft url control", "webclient", "aws-sdk", "aws-cli", "boto", "okta-sdk", "clj-http", "elinks-http", "eventmachine", "em-http", "excon", "tiny-http", "libsoup", "wordpress.com mshots", "rpt-http", "winhttp", "powershell", "cfschedule", "coldfusion", "jodd http", "async-http", "ahc/", "asynchttp", "nusoap", "zend_http", "zend\\http", "symfony", "buzz/", "qwantify",
    ];

    // Devices and languages that hold such a word by chance.
    private static readonly string[] Innocent = ["cubot", "googletv", "preview version", "developer preview", "mozilladeveloperpreview", "searchbrowser", "seoul", "feeder", "(kaios)", "monitored", "crawlee-free", "java/asvm", "java/jbed", "java/1.0", "java/11", "discovery", "researchinmotion", "researcher", "verifone"];

    public static bool IsBot(UserAgentText text)
    {
        var lower = text.Lower;
        foreach (var word in Innocent)
            lower = lower.Contains(word, StringComparison.Ordinal) ? lower.Replace(word, " ", StringComparison.Ordinal) : lower;
        return Any(lower, Words) || Any(lower, Libraries) || HasAddress(lower) || SaysNothing(text);
    }

    /// <summary>What a program calls itself: the word that says it is one, else the first product or the one after <c>compatible</c>.</summary>
    public static string Family(UserAgentText text)
    {
        foreach (var word in Candidates(text))
        {
            var lower = word.ToLowerInvariant();
            if (lower.Contains("bot", StringComparison.Ordinal) || lower.Contains("crawl", StringComparison.Ordinal) || lower.Contains("spider", StringComparison.Ordinal) || lower.Contains("slurp", StringComparison.Ordinal))
                return word;
        }

        foreach (var word in Candidates(text))
            return word;
        return "Other";
    }

    // Names that could be the program's own, the likeliest first.
    private static IEnumerable<string> Candidates(UserAgentText text)
    {
        if (!text.IsMozilla && text.Products.Count > 0)
            yield return text.Products[0].Name;
        foreach (var comment in text.Comments)
        {
            var after = comment.StartsWith("compatible", StringComparison.OrdinalIgnoreCase);
            foreach (var item in comment.Split(';', ','))
            {
                var name = Name(item.Trim());
                if (name is { Length: > 1 } && !name.Equals("compatible", StringComparison.OrdinalIgnoreCase) && (after || !IsPlain(name)))
                    yield return name;
            }
        }

        foreach (var product in text.Products)
        {
            if (!IsPlain(product.Name) && product.Name.Length > 1)
                yield return product.Name;
        }
    }

    private static string? Name(string item)
    {
        if (item.Contains("://", StringComparison.Ordinal) || item.Contains('@', StringComparison.Ordinal) || item.StartsWith('+') || item.StartsWith("www.", StringComparison.Ordinal))
            return null;
        var end = item.IndexOfAny(['/', ' ', '(', ':']);
        return end < 0 ? item : item[..end];
    }

    private static bool IsPlain(string name) => name is "Mozilla" or "AppleWebKit" or "KHTML" or "Chrome" or "Safari" or "Version" or "Mobile" or "Gecko" or "like" or "Linux" or "Android" or "Windows" or "Macintosh"
        or "iPhone" or "iPad" or "Intel" or "CPU" or "U" or "X11" or "Firefox" or "MSIE" or "Trident" or "compatible" or "Opera" or "Nexus" or "DoCoMo" or "Ubuntu" || name.StartsWith("rv:", StringComparison.Ordinal);

    // People's browsers do not tell whom to write to.
    private static bool HasAddress(string lower)
    {
        if (lower.Contains("+http", StringComparison.Ordinal) || lower.Contains("http://", StringComparison.Ordinal) || lower.Contains("https://", StringComparison.Ordinal) || lower.Contains("; www.", StringComparison.Ordinal) || lower.Contains("(www.", StringComparison.Ordinal) || lower.Contains("mailto:", StringComparison.Ordinal))
            return true;
        var at = lower.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < lower.Length - 3 && char.IsAsciiLetterOrDigit(lower[at - 1]) && lower.AsSpan(at + 1).IndexOf('.') is > 0 and var dot && lower.AsSpan(at + 1, dot).IndexOfAny(" =;,") < 0;
    }

    // No browser's beginning, no system, no phone's capabilities: nothing but a name.
    private static bool SaysNothing(UserAgentText text)
    {
        if (text.Text.StartsWith("Mozilla/5.0 (compatible; ", StringComparison.Ordinal) && !text.HasAny("MSIE", "Trident", "Konqueror", "Linux", "Windows", "Mac", "Android"))
            return true;
        return OsFamilies.Of(text) == "Other" && text.Products.Count <= 1 && text.Comments.Count == 0;
    }

    private static bool Any(string lower, string[] words)
    {
        foreach (var word in words)
        {
            if (lower.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}

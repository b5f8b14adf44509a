using System.Buffers;

namespace Kairos.Capture.Normalizers;

/// <summary>The words by which programs give themselves away, in lower case. The one place to add another.</summary>
internal static class BotWords
{
    /// <summary>What programs call themselves, wherever it stands.</summary>
    public static readonly SearchValues<string> Names = SearchValues.Create(
    [
        "bot", "crawl", "spider", "slurp", "scraper", "scrapy", "headless", "phantomjs", "heritrix", "nutch", "larbin", "httrack", "ia_archiver", "mediapartners", "facebookexternalhit", "lighthouse", "datanyze", "catchpoint", "rigor)", "watchtowr", "ips-agent", "gomezagent", "openvas", "archive.org",
    ], StringComparison.Ordinal);

    /// <summary>What programs do; not looked for in what a browser says of its system, where devices have such names.</summary>
    public static readonly SearchValues<string> Tasks = SearchValues.Create(
    [
        "scrape", "fetch", "archiv", "indexer", "monitor", "preview", "check", "scan", "probe", "validator", "thumbshot", "thumbnail", "webthumb", "screenshot", "capture", "selenium", "puppeteer", "playwright", "cypress", "page speed", "pagespeed", "gtmetrix", "webpagetest", "ptst/", "pingdom", "ping", "uptime", "synthetic", "statuscake", "insights", "hotjar",
        "feed", "rss", "podcast", "aggregator", "newsgator", "harvest", "sitemap", "seo", "search engine", "searchengine", "imageproxy", "mailproxy", "imgproxy", "image proxy", "translate", "webzip", "wget", "webcop", "teleport", "offline explorer", "getright", "sitesucker", "adsense", "embedly", "pocketparser", "outbrain", "w3c_", "w3c-", "jigsaw", "collector/", "analyzer", "analyser", "extractor", "grabber", "downloader", "finder",
        "dataprovider", "censys", "zgrab", "masscan", "nmap", "nikto", "sqlmap", "acunetix", "netcraft", "qualys", "detectify", "research", "inspect", "verif", "lookup", "discover", "google-", "googleagent", "plagiarism", "compliance", "audit", "optimizer", "agent", "security", "harden", "sniff", "leech", "whatweb", "favicon", "wordpress", "drupal", "pingback", "trackback",
        "chatgpt", "openai", "claude", "anthropic", "perplexity", "cohere", "diffbot", "manus-user",
    ], StringComparison.Ordinal);

    /// <summary>Libraries and tools that programs fetch pages with.</summary>
    public static readonly SearchValues<string> Libraries = SearchValues.Create(
    [
        "curl", "python", "urllib", "aiohttp", "httpx", "java/0", "java/1", "java/2", "java1", "jakarta", "jersey/", "libwww", "lwp::", "lwp-", "perl", "go-http", "gohttp", "go http", "okhttp", "axios", "node-fetch", "node.js", "nodejs", "undici", "superagent", "guzzle", "httpclient", "http-client", "http_client", "http client", "httpunit", "http.rb", "httpie", "http_request", "http-kit", "rest-client", "restsharp", "requests", "faraday", "ruby", "php/", "php-", "pear ", "winhttp", "wininet", "xmlhttp", "postman", "insomnia/",
        "apache-", "mechanize", "typhoeus", "libfetch", "lua-resty", "reqwest", "hyper/", "ureq/", "akka-http", "vert.x", "reactornetty", "netty/", "dart:io", "swoole", "aria2", "lftp", "axel ", "snoopy", "simplepie", "colly", "got/", "unirest", "pycurl", "jetty/", "commons-http", "msxml", "microsoft url control", "webclient", "aws-sdk", "aws-cli", "boto", "clj-http", "eventmachine", "em-http", "excon", "libsoup", "powershell", "cfschedule", "coldfusion", "async-http", "ahc/", "asynchttp", "nusoap", "zend_http", "symfony", "indy library", "urlgrabber", "qtwebengine/5.12.4 splash",
    ], StringComparison.Ordinal);

    /// <summary>What services call themselves that do not begin as browsers do.</summary>
    public static readonly SearchValues<string> Services = SearchValues.Create(
    [
        "whatsapp/", " api", "api/", "client", "service", "daemon", "webhook", "exporter", "connector", "library", "generator", "matcher", "retriever", "onebox", "proxy", "camo", "cloudfront", "website", "metadata", "url ", " web ", "http", "test", "labs", "news", "subscriber", "assign", "certificate",
    ], StringComparison.Ordinal);

    /// <summary>Device and product names that hold such a word by chance.</summary>
    public static readonly string[] Innocent =
    [
        "cubot", "libwww-fm", "mozilladeveloperpreview", "developer preview", "searchbrowser", "java/asvm", "java/jbed", "opera next", "checkpoint", "nokia podcasting", "google-youtube", "com.google", "pinterest", "shopping", "securitypay", "securityinstalled",
    ];

    /// <summary>Makers whose feature phones put their name first.</summary>
    public static readonly string[] Makers =
    [
        "nokia", "samsung", "sec-", "sgh-", "lg-", "lg/", "lge", "lgu", "lg", "mot-", "motorola", "htc", "sie-", "siemens", "alcatel", "huawei", "sonyericsson", "sony", "pantech", "pg-", "lenovo", "amoi", "bird", "asus", "vodafone", "kwc-", "kyocera", "philips", "haier", "audiovox", "acer", "sagem", "sanyo", "sharp", "panasonic", "benq", "zte", "tcl", "hisense", "oppo", "vivo", "xiaomi", "micromax", "karbonn", "lava", "spice", "tecno", "itel", "infinix",
        "palm", "blackberry", "fly", "toshiba", "nec-", "hp-", "dell", "gionee", "coolpad", "t-mobile", "orange", "docomo", "kddi", "softbank", "j-phone", "vertu", "bq", "wiko", "maxon", "telit", "sendo", "mitsubishi", "ericsson", "ktouch", "k-touch", "portalmmm", "skynet", "airness", "cdm", "danger", "gradiente", "hutchison", "i-mate", "o2", "verykool", "videocon", "vk-", "mobile_phone", "celkon", "zen", "airtel", "casio", "dopod", "tianyu", "changhong", "konka", "compal", "qtek", "treo", "helio", "utstar", "sprint",
    ];

    /// <summary>Signs of a phone, tablet or set-top box in a string that does not begin as browsers do.</summary>
    public static readonly SearchValues<string> Phones = SearchValues.Create(
    [
        "android", "iphone", "ipad", "ipod", "ios ", "ios/", "cfnetwork", "windows phone", "windowsphone", "wp7", "wp8", "blackberry", "symbian", "series60", "midp", "device/", "device model", "htc", "samsung", "nokia", "tablet", "ucweb", "dalvik",
    ], StringComparison.Ordinal);

    /// <summary>Endings of host names.</summary>
    public static readonly string[] Domains = [".com", ".org", ".io", ".ai", ".co", ".info", ".net/", ".fr", ".ua", ".eu"];
}

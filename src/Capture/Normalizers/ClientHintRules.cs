namespace Kairos.Capture.Normalizers;

/// <summary>Lets client hints outweigh the user agent string. Source: W3C WICG, User-Agent Client Hints.</summary>
internal static class ClientHintRules
{
    private static readonly (string Brand, string Desktop, string Mobile)[] Brands =
    [
        ("HeadlessChrome", "HeadlessChrome", "HeadlessChrome"), ("Microsoft Edge WebView2", "Edge", "Edge Mobile"), ("Microsoft Edge", "Edge", "Edge Mobile"), ("Opera GX", "Opera GX", "Opera GX"),
        ("Opera Mobile", "Opera", "Opera Mobile"), ("Opera", "Opera", "Opera Mobile"), ("Brave", "Brave", "Brave"), ("Vivaldi", "Vivaldi", "Vivaldi"), ("YaBrowser", "Yandex Browser", "Yandex Browser"), ("Yandex", "Yandex Browser", "Yandex Browser"),
        ("Samsung Internet", "Samsung Internet", "Samsung Internet"), ("Whale", "Whale", "Whale"), ("DuckDuckGo", "DuckDuckGo", "DuckDuckGo Mobile"), ("Oculus Browser", "Oculus Browser", "Oculus Browser"),
        ("Avast Secure Browser", "Avast Secure Browser", "Avast Secure Browser"), ("Huawei", "Huawei Browser", "Huawei Browser"), ("Miui Browser", "MiuiBrowser", "MiuiBrowser"), ("XiaoMiBrowser", "MiuiBrowser", "MiuiBrowser"),
        ("Android WebView", "Chrome Mobile WebView", "Chrome Mobile WebView"), ("Google Chrome", "Chrome", "Chrome Mobile"), ("Chromium", "Chromium", "Chrome Mobile"),
    ];

    public static Device Apply(Device device, string brands, string mobile, string platform)
    {
        var os = platform.Trim('"', ' ') switch
        {
            "Windows" => "Windows",
            "macOS" => "Mac OS X",
            "Android" => "Android",
            "iOS" => "iOS",
            "Chrome OS" or "Chromium OS" or "ChromeOS" => "Chrome OS",
            "Linux" => device.Os is "Ubuntu" or "Fedora" or "Debian" ? device.Os : "Linux",
            _ => device.Os,
        };
        var isMobile = mobile.Trim() == "?1";
        var browser = device.Browser;
        foreach (var (brand, desktop, phone) in Brands)
        {
            if (!brands.Contains('"' + brand + '"', StringComparison.OrdinalIgnoreCase))
                continue;
            // Chrome's own brands are in every derivative's list: the string may know better.
            if (brand is not ("Google Chrome" or "Chromium") || device.Browser is "Other" or "Chrome" or "Chrome Mobile" or "Chromium")
                browser = isMobile || os == "Android" && desktop != "Chrome" ? phone : desktop;
            break;
        }

        var isBot = device.IsBot || browser == "HeadlessChrome";
        var kind = isBot ? "bot"
            : device.Class is "tv" or "watch" or "car" or "console" ? device.Class
            : isMobile ? (device.Class == "tablet" ? "tablet" : "phone")
            : mobile.Trim() != "?0" ? device.Class
            : os is "Android" or "iOS" ? "tablet"
            : os is "Other" ? device.Class
            : "desktop";
        return new Device(kind, os, browser, isBot);
    }
}

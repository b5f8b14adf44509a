using System.Buffers;

namespace Kairos.Capture.Normalizers;

/// <summary>What kind of device a user agent was sent from.</summary>
internal static class DeviceClasses
{
    private static readonly SearchValues<string> Tv = SearchValues.Create(
    [
        "smart-tv", "smarttv", "smart tv", "googletv", "google tv", "android tv", "appletv", "apple tv", "tvos", "hbbtv", "dtv", "netcast", "nettv", "viera", "bravia", "roku", "crkey", "aft", "webtv", "large screen", "aquos", "ce-html", "opera tv", "vewd", " omi/", "tivo", "philipstv", "web0s", "mibox", "shield android"
    ], StringComparison.Ordinal);

    private static readonly SearchValues<string> Consoles = SearchValues.Create(
    ["playstation", "nintendo", "xbox", "dreamcast", "steam deck", "psp "], StringComparison.Ordinal);

    private static readonly SearchValues<string> Phones = SearchValues.Create(
    ["iphone", "ipod", "windows phone", "iemobile", "blackberry", "bb10", "symbian", "symbos", "series60", "series40", "midp", "j2me", "opera mini", "opera mobi", "windows ce", "windows mobile", "kaios", "nokia", "up.browser", "brew", "bada", "phone", "mobile"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Tablets = SearchValues.Create(
    ["ipad", "tablet", "playbook", "kindle", "silk", "touchpad", "sm-t", "sm-x", "sm-p", "gt-p", "nexus 7", "nexus 9", "nexus 10", "lenovo tab", "mediapad"], StringComparison.Ordinal);

    public static string Of(UserAgentText text, string os, string browser)
    {
        var lower = text.Lower;
        if (os == "WatchOS" || lower.Contains("watch", StringComparison.Ordinal) && !lower.Contains("mozilla", StringComparison.Ordinal))
            return "watch";
        if (browser is "QtCarBrowser" || lower.Contains("tesla/", StringComparison.Ordinal) || lower.Contains("carplay", StringComparison.Ordinal))
            return "car";
        if (Any(lower, Tv))
            return "tv";
        if (Any(lower, Consoles))
            return "console";
        if (os is "Android" or "HarmonyOS")
            return Any(lower, Tablets) ? "tablet" : lower.Contains("mobile", StringComparison.Ordinal) || !text.IsMozilla ? "phone" : "tablet";
        if (Any(lower, Tablets))
            return "tablet";
        if (os is "iOS" || Any(lower, Phones))
            return "phone";
        return os is "Windows" or "Mac OS X" or "Mac OS" or "Linux" or "Ubuntu" or "Fedora" or "Debian" or "Chrome OS" or "FreeBSD" or "OpenBSD" or "NetBSD" or "Solaris" or "OS/2" ? "desktop" : "other";
    }

    private static bool Any(string lower, SearchValues<string> words) => lower.AsSpan().ContainsAny(words);
}

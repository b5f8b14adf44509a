namespace Kairos.Capture.Normalizers;

/// <summary>The operating system a user agent names. The first row that fits counts; families as ua-parser names them, Windows as one.</summary>
internal static class OsFamilies
{
    private static readonly (string Word, string Family)[] Words =
    [
        ("windows phone", "Windows Phone"), ("xblwp", "Windows Phone"), ("zunewp", "Windows Phone"), ("windows mobile", "Windows Mobile"), ("windows ce", "Windows CE"), ("windowsce", "Windows CE"),
        ("xbox", "Xbox"), ("playstation", "PlayStation"), ("nintendo", "Nintendo"),
        ("kaios", "KaiOS"), ("tizen", "Tizen"), ("harmonyos", "HarmonyOS"), ("openharmony", "HarmonyOS"),
        ("web0s", "webOS"), ("webos", "webOS"), ("hpwos", "webOS"), ("palmos", "Palm OS"), ("apple tv", "tvOS"), ("appletv", "tvOS"), ("tvos", "tvOS"), ("watchos", "WatchOS"), ("apple watch", "WatchOS"),
        ("roku", "Roku"), ("crkey", "Chromecast"), ("cros ", "Chrome OS"),
        ("bb10", "BlackBerry OS"), ("blackberry", "BlackBerry OS"), ("rim tablet os", "BlackBerry Tablet OS"), ("playbook", "BlackBerry Tablet OS"),
        ("symbian", "Symbian OS"), ("symbos", "Symbian OS"), ("series60", "Symbian OS"), ("series 60", "Symbian OS"), ("series40", "Nokia Series 40"), ("meego", "MeeGo"), ("maemo", "Maemo"), ("bada", "Bada"), ("brew", "BREW"), ("j2me", "J2ME"), ("midp", "J2ME"),
        ("like android", "Other"), ("android", "Android"), ("adr ", "Android"), ("dalvik", "Android"),
        ("iphone", "iOS"), ("ipad", "iOS"), ("ipod", "iOS"), ("ios;", "iOS"), ("ios/", "iOS"), ("ios ", "iOS"), ("cfnetwork", "iOS"),
        ("windows", "Windows"), ("win64", "Windows"), ("win32", "Windows"), ("win98", "Windows"), ("winnt", "Windows"),
        ("mac os x", "Mac OS X"), ("macintosh", "Mac OS X"), ("mac_powerpc", "Mac OS"), ("macos", "Mac OS X"), ("darwin", "Mac OS X"),
        ("freebsd", "FreeBSD"), ("openbsd", "OpenBSD"), ("netbsd", "NetBSD"), ("sunos", "Solaris"), ("solaris", "Solaris"), ("os/2", "OS/2"), ("fuchsia", "Fuchsia"),
        ("ubuntu", "Ubuntu"), ("fedora", "Fedora"), ("debian", "Debian"), ("linux", "Linux"), ("x11", "Linux"),
    ];

    public static string Of(UserAgentText text)
    {
        var lower = text.Lower;
        if (lower.Contains("cfnetwork/", StringComparison.Ordinal) && (lower.Contains("mac", StringComparison.Ordinal) || lower.Contains("x86_64", StringComparison.Ordinal) || lower.Contains("i386", StringComparison.Ordinal)))
            return "Mac OS X";
        if (lower.Contains("(mobile; ", StringComparison.Ordinal) && lower.Contains("gecko/", StringComparison.Ordinal) && !lower.Contains("android", StringComparison.Ordinal))
            return "Firefox OS";
        foreach (var (word, family) in Words)
        {
            if (lower.Contains(word, StringComparison.Ordinal))
                return family;
        }

        return "Other";
    }
}

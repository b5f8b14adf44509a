namespace Kairos.Capture.Normalizers;

/// <summary>The tables of browsers: what they call themselves, and what ua-parser calls them. The one place to add another.</summary>
internal static class BrowserNames
{
    /// <summary>Signs that outweigh all else, in this order: apps with a browser inside, then browsers that carry another's name too.</summary>
    public static readonly (string Sign, string Family)[] Signs =
    [
        ("MessengerForiOS", "Facebook Messenger"), ("FB_IAB/MESSENGER", "Facebook Messenger"), ("FBAN/", "Facebook"), ("FB_IAB/", "Facebook"), ("FBAV/", "Facebook"),
        ("Instagram", "Instagram"), ("MicroMessenger", "WeChat Browser"), ("musical_ly", "TikTok"), ("trill_", "TikTok"), ("BytedanceWebview", "TikTok"), ("KAKAOTALK", "KakaoTalk"), ("Line/", "LINE"),
        ("[Pinterest/", "Pinterest"), ("Pinterest", "Pinterest"), ("Snapchat", "Snapchat"), ("Flipboard-Briefing", "Flipboard-Briefing"), ("Flipboard", "Flipboard"), ("Twitter for", "Twitter"), ("TwitterAndroid", "Twitter"), ("Telegram-Android", "Telegram"),
        ("Weibo", "Weibo"), ("TopBuzz", "TopBuzz"), ("WhatsApp", "WhatsApp"), ("GSA/", "Google"), ("Slack_SSB", "Slack Desktop Client"), ("Teams/", "Microsoft Teams"), ("RobloxApp/", "Roblox App"), ("LinkedInApp", "LinkedIn"),
        ("Valve Steam GameOverlay", "Steam GameOverlay"), ("Steam Deck", "Steam Deck"), ("Valve Steam Client", "Steam Client"), ("Valve Client", "Steam Client"), ("HipChat", "HipChat Desktop Client"), ("Outlook-iOS-Android", "Outlook-iOS-Android"),
        ("Microsoft Outlook", "Outlook"), ("MSOffice 12", "Outlook"), ("MSOffice 14", "Outlook"), ("MSOffice 15", "Outlook"), ("Outlook-Express", "Windows Live Mail"), ("Lotus-Notes", "Lotus Notes"),
        ("UCBrowser", "UC Browser"), ("UC Browser", "UC Browser"), ("UCWEB", "UC Browser"), ("UBrowser", "UC Browser"), ("EdgA/", "Edge Mobile"), ("EdgiOS/", "Edge Mobile"), ("OPX/", "Opera GX"), ("OPT/", "Opera Touch"), ("OPiOS/", "Opera Mini"), ("Coast/", "Opera Coast"), ("Opera Mini", "Opera Mini"), ("Opera Mobi", "Opera Mobile"), ("Opera Tablet", "Opera Tablet"),
        ("OculusBrowser", "Oculus Browser"), ("SamsungBrowser", "Samsung Internet"), ("MQQBrowser/Mini", "QQ Browser Mini"), ("MQQBrowser", "QQ Browser Mobile"), ("QQBrowser", "QQ Browser"),
        ("Ecosia android", "Ecosia Android"), ("Ecosia ios", "Ecosia iOS"), ("Brave", "Brave"), ("brave/", "Brave"), ("QIHU 360", "360 Secure Browser"), ("360SE", "360 Secure Browser"), ("Chromium GOST", "Chromium GOST Browser"), ("Talon", "Talon Cyber Security Browser"),
        ("baiduboxapp", "Baidu Explorer"), ("baidubrowser", "Baidu Browser"), ("bdbrowser", "Baidu Browser"), ("FlyFlow/", "Baidu Browser"), ("MetaSr", "Sogou Explorer"), ("Konqueror", "Konqueror"), ("Mint Browser", "Mint Browser"), ("Lite Browser", "Lite Browser"), ("YaSearchBrowser", "Yandex Browser"), ("MRCHROME", "Mail.ru Chromium Browser"), ("Wolvic", "Wolvic Browser"),
        ("NintendoBrowser", "NetFront NX"), ("Nintendo 3DS", "NetFront NX"), ("PlayStation Vita", "NetFront NX"), ("PlayStation Portable", "NetFront"), ("PLAYSTATION 3; ", "NetFront"), ("NetFront", "NetFront"), ("Obigo", "Obigo"), ("Teleca", "Teleca Browser"), ("Browser/Phantom", "Phantom Browser"),
        ("S40OviBrowser", "Ovi Browser"), ("OSS/", "Nokia OSS Browser"), ("mDolphin", "mDolphin"), ("wOSBrowser", "webOS Browser"), ("webOS/", "webOS Browser"), ("HbbTV", "HbbTV"), ("OMI/", "Vewd Browser"), ("ThunderBrowse", "ThunderBrowse"), ("BOLT/", "BOLT"), ("Planetweb", "Planetweb"), ("HonorBrowser", "Honor Browser"), ("HONORBrowser", "Honor Browser"), ("Rival IQ", "Rival IQ"), ("R2Client", "R2Client"),
        ("QtCarBrowser", "QtCarBrowser"), ("AdobeAIR", "AdobeAIR"), ("Nextcloud", "Nextcloud"), ("PHX/", "Phoenix Browser"), ("Seamonkey", "SeaMonkey"),
    ];

    /// <summary>Products by other names than ua-parser's; in lower case.</summary>
    public static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["edg"] = "Edge", ["edge"] = "Edge", ["opr"] = "Opera", ["yabrowser"] = "Yandex Browser", ["vivaldi"] = "Vivaldi", ["whale"] = "Whale", ["silk"] = "Amazon Silk", ["crios"] = "Chrome Mobile iOS", ["fxios"] = "Firefox iOS",
        ["duckduckgo"] = "DuckDuckGo", ["ddg"] = "DuckDuckGo", ["miuibrowser"] = "MiuiBrowser", ["huaweibrowser"] = "Huawei Browser", ["heytapbrowser"] = "HeyTap Browser", ["hibrowser"] = "HiBrowser", ["honorbrowser"] = "Honor Browser", ["vivobrowser"] = "VivoBrowser",
        ["avast"] = "Avast Secure Browser", ["avastsecurebrowser"] = "Avast Secure Browser", ["alohabrowser"] = "Aloha Browser", ["abb"] = "Aloha Browser", ["coc_coc_browser"] = "Coc Coc", ["comodo_dragon"] = "Comodo Dragon", ["sznprohlizec"] = "Seznam prohlížeč",
        ["mxbrowser"] = "Maxthon", ["maxthon"] = "Maxthon", ["slbrowser"] = "Smart Lenovo Browser", ["sberbrowser"] = "Sber Browser", ["qaxbrowser"] = "QAX Browser", ["quarkpc"] = "Quark PC", ["adg"] = "AOL Desktop Gold Browser", ["aolshield"] = "AOL Shield Browser",
        ["cravingexplorer"] = "Craving Explorer Browser", ["jisu"] = "JiSu Browser", ["decentr"] = "Decentr Web3 Browser", ["sparrow"] = "Sparrow Browser", ["mypal"] = "Mypal Browser", ["palemoon"] = "Pale Moon", ["dolphinhdcn"] = "Dolphin", ["rekonq"] = "Rekonq", ["konqueror"] = "Konqueror",
        ["obs"] = "OBS Studio", ["adobecep"] = "Adobe CEP", ["creativecloud"] = "Adobe CreativeCloud", ["openwave"] = "Open Wave", ["bidubrowser"] = "Baidu Browser", ["nokiabrowser"] = "Nokia Browser", ["browserng"] = "Nokia Browser", ["tenta"] = "Tenta Browser",
        ["luakit"] = "LuaKit", ["wetab-browser"] = "WeTab", ["shiretoko"] = "Firefox (Shiretoko)", ["minefield"] = "Firefox (Minefield)", ["namoroka"] = "Firefox (Namoroka)", ["bonecho"] = "Firefox (BonEcho)", ["granparadiso"] = "Firefox (GranParadiso)", ["wired"] = "WIRE",
        ["qtwebengine"] = "Qt Web Engine", ["fennec"] = "Firefox Mobile", ["focus"] = "Firefox Focus", ["klar"] = "Firefox Klar", ["ncsa_mosaic"] = "NCSA Mosaic", ["lbbrowser"] = "LBBROWSER", ["kmail2"] = "kmail2", ["atc"] = "Apple Watch App", ["owncloud-android"] = "Owncloud", ["python-requests"] = "Python Requests",
    };

    /// <summary>Products that name an engine, a system or a part and never a browser; in lower case.</summary>
    public static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "mozilla", "applewebkit", "applewebkikt", "khtml", "chrome", "safari", "safria", "version", "mobile", "gecko", "like", "firefox", "ubuntu", "debian", "fedora", "kubuntu", "mint", "suse", "opensuse", "red", "hat", "centos", "linux", "mandriva", "gentoo", "pclinuxos", "vectorlinux", "ubuntu-feisty", "firephp", "firebug", "mnenhy", "browser", "svn", "presto", "goanna", "libweb+libjs", "webkitgtk+", "webkit", "vr", "cordova", "phonegap",
        "nettype", "language", "colorscheme", "safari-", "yowser", "sa", "bropp", "yaapp_android", "atomshell", "nwjs", "cef", "slbchan", "slbvpv", "windowswechat", "xweb", "uws", "gls", "viewer", "tablet", "desktop", "touchpad", "build", "novarra-vision", "profile", "configuration", "mmp",
        "sp-engine", "t7", "bdh_dvt", "bdh_de", "bdh_ds", "languagetype", "xiaomi", "edition", "gtb6", "webview", "applenews", "managedbrowser", "wv", "trident", "hmscore", "osmeta", "jssdk", "channel", "silk-accelerated=true", "bingsapphire", "swing", "u2", "u3", "model", "tivoos", "fvc", "smarttv", "anonymisedby", "gsa", "k", "(khtml", "chromeframe", "dalvik",
    };
}

using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>Which sites are search engines, social networks and mail programs. The one place to add another: a domain, or a name with <c>.*</c> for every country.</summary>
internal static class ReferrerDomains
{
    private const string Search =
        "google.* bing.com duckduckgo.com yahoo.* yandex.* ya.ru baidu.com ecosia.org qwant.com startpage.com search.brave.com kagi.com presearch.com swisscows.com mojeek.com metager.org metager.de " +
        "ask.com aol.* search.aol.com naver.com daum.net seznam.cz sogou.com so.com 360.cn sm.cn petalsearch.com you.com perplexity.ai chatgpt.com chat.openai.com copilot.microsoft.com gemini.google.com claude.ai " +
        "lycos.* dogpile.com webcrawler.com excite.* search.com info.com gibiru.com lukol.com rambler.ru nova.rambler.ru go.mail.ru search.ch suche.t-online.de suche.web.de suche.gmx.net onet.pl wp.pl virgilio.it " +
        "biglobe.ne.jp goo.ne.jp coccoc.com search.xfinity.com alltheweb.com altavista.com search.lilo.org lilo.org freespoke.com yep.com";

    private const string Social =
        "facebook.com fb.com fb.me m.me l.facebook.com messenger.com instagram.com threads.net threads.com twitter.com t.co x.com linkedin.com lnkd.in pinterest.* pin.it reddit.com redd.it youtube.com youtu.be " +
        "tiktok.com snapchat.com tumblr.com vk.com ok.ru weibo.com weibo.cn t.cn wechat.com weixin.qq.com qzone.qq.com whatsapp.com wa.me t.me telegram.org telegram.me discord.com discord.gg mastodon.social mastodon.online " +
        "bsky.app quora.com medium.com stumbleupon.com digg.com flickr.com vimeo.com twitch.tv xing.com line.me kakao.com plurk.com mixi.jp hatena.ne.jp news.ycombinator.com slack.com meetup.com nextdoor.com yammer.com " +
        "douban.com zhihu.com xiaohongshu.com douyin.com kuaishou.com taringa.net dribbble.com behance.net goodreads.com myspace.com livejournal.com delicious.com plus.google.com plus.url.google.com lemmy.world";

    private const string Email =
        "mail.google.com inbox.google.com mail.yahoo.* outlook.live.com outlook.office.com outlook.office365.com mail.live.com hotmail.com mail.aol.com mail.ru e.mail.ru mail.yandex.* mail.qq.com mail.163.com mail.126.com " +
        "mail.proton.me protonmail.com webmail.* mail.zoho.com gmx.* mail.gmx.* navigator-bs.gmx.com webmail.freenet.de deref-gmx.net deref-web.de deref-mail.com web.de icloud.com mail.naver.com fastmail.com tutanota.com roundcube.* " +
        "campaign-archive.com list-manage.com mailchi.mp com.google.android.gm";

    private static readonly Utf8Table<string> Table = new(
        Words(Search, "search").Concat(Words(Social, "social")).Concat(Words(Email, "email")));

    /// <summary>The class of a host, or null when it is none of these. Allocates nothing.</summary>
    /// <param name="host">In lower case, without port.</param>
    public static string? ClassOf(ReadOnlySpan<byte> host)
    {
        // The longest suffix counts: mail.google.com before google.*.
        Span<byte> starred = stackalloc byte[256];
        for (var rest = host; !rest.IsEmpty;)
        {
            if (Table.TryGet(rest, out var found))
                return found;
            var ends = PublicSuffix(rest);
            if (ends > 0)
            {
                rest[..ends].CopyTo(starred);
                ".*"u8.CopyTo(starred[ends..]);
                if (Table.TryGet(starred[..(ends + 2)], out found))
                    return found;
            }

            var dot = rest.IndexOf((byte)'.');
            rest = dot < 0 ? default : rest[(dot + 1)..];
        }

        return null;
    }

    // Where ".com", ".de", ".co.uk" or ".com.br" begins; 0 when the host is nothing but that.
    private static int PublicSuffix(ReadOnlySpan<byte> host)
    {
        var last = host.LastIndexOf((byte)'.');
        if (last <= 0)
            return 0;
        var before = host[..last].LastIndexOf((byte)'.');
        return before > 0 && host.Length - last == 3 && last - before <= 4 ? before : last;
    }

    private static IEnumerable<KeyValuePair<string, string>> Words(string domains, string kind) =>
        domains.Split(' ').Select(domain => KeyValuePair.Create(domain, kind));
}

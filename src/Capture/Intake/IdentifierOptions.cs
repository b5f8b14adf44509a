using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Intake;

/// <summary>Which identifiers say who somebody is. Bound from <c>Capture:Identifiers</c>.</summary>
public sealed class IdentifierOptions
{
    /// <summary>
    /// Values that are nobody's identifier, an account's neither: an event that bears one is read as if it bore none. Compared in lower case, without blanks around them, and by what they look like.
    /// Values of zeros and punctuation alone never count.
    /// </summary>
    [Length(0, 1_000)]
    public IReadOnlyList<string> Blocked { get; init; } =
    [
        "null", "(null)", "nil", "none", "undefined", "nan", "n/a", "na", "-", "-1", "anonymous", "anon", "guest", "unknown", "user", "user_id", "userid",
        "visitor", "test", "true", "false", "[object object]", "{}", "[]", "not set", "(not set)", "empty", "id", "default",
    ];

    /// <summary>
    /// Mail addresses that join nobody, in lower case: a whole address, or <c>name@</c> for that name at any domain, or <c>@domain</c> for all of a domain. Telephone numbers
    /// need no list: those that end in seven equal digits or in nine counting ones, or count as a whole, join nobody.
    /// </summary>
    [Length(0, 10_000)]
    public IReadOnlyList<string> BlockedAddresses { get; init; } =
    [
        "noreply@", "no-reply@", "no_reply@", "no.reply@", "donotreply@", "do-not-reply@", "mailer-daemon@", "nobody@", "noone@", "none@", "null@", "undefined@", "anonymous@", "unknown@",
        "nomail@", "noemail@", "no-email@", "test@", "tester@", "testing@", "fake@", "dummy@", "user@example.com", "email@example.com", "mail@example.com", "name@example.com", "you@example.com",
        "your@email.com", "email@email.com", "a@a.com", "a@b.com", "a@b.c", "aa@aa.com", "aaa@aaa.com", "abc@abc.com", "asd@asd.com", "asdf@asdf.com", "qwe@qwe.com", "qwerty@qwerty.com",
        "x@x.com", "x@y.com", "xxx@xxx.com", "123@123.com", "foo@bar.com", "@test.test", "@none.com", "@example.invalid",
    ];

    /// <summary>Whether the trait <c>email</c> of <c>identify</c>, and external ids of that type, tell who somebody is.</summary>
    public bool MatchEmail { get; init; } = true;

    /// <summary>Whether the trait <c>phone</c> of <c>identify</c>, and external ids of that type, tell who somebody is.</summary>
    public bool MatchPhone { get; init; } = true;

    /// <summary>Whether <c>context.externalIds</c> of other types tell who somebody is.</summary>
    public bool MatchExternalIds { get; init; } = true;

    /// <summary>Mail domains that are no account's: whoever has an address there belongs to nobody by it.</summary>
    [Length(0, 10_000)]
    public IReadOnlyList<string> SharedDomains { get; init; } =
    [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "live.com", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de",
        "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "freenet.de", "mail.ru",
        "yandex.ru", "qq.com", "163.com", "126.com", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "libero.it", "virgilio.it", "wp.pl", "onet.pl", "o2.pl", "seznam.cz",
        "uol.com.br", "bol.com.br", "comcast.net", "verizon.net", "att.net", "zoho.com", "fastmail.com", "hey.com", "example.com", "example.org", "example.net",
    ];
}

using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Intake;

/// <summary>Which identifiers say who somebody is. Bound from <c>Capture:Identifiers</c>.</summary>
public sealed class IdentifierOptions
{
    /// <summary>Values that are nobody's identifier, in lower case: an event that bears one is read as if it bore none. Values of zeros and dashes alone never count.</summary>
    [Length(0, 1_000)]
    public IReadOnlyList<string> Blocked { get; init; } =
    [
        "null", "(null)", "nil", "none", "undefined", "nan", "n/a", "na", "-", "-1", "anonymous", "anon", "guest", "unknown", "user", "user_id", "userid",
        "visitor", "test", "true", "false", "[object object]", "{}", "[]", "not set", "(not set)", "empty", "id", "default",
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

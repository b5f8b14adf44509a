using System.Text;
using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class ReferrersTests
{
    [Theory]
    [InlineData("", "https://shop.example/", "direct")]
    [InlineData("https://www.google.com/search?q=x", "https://shop.example/", "search")]
    [InlineData("https://www.google.co.uk/", "https://shop.example/", "search")]
    [InlineData("https://google.com.br/", "https://shop.example/", "search")]
    [InlineData("https://duckduckgo.com/", "https://shop.example/", "search")]
    [InlineData("https://r.search.yahoo.com/", "https://shop.example/", "search")]
    [InlineData("https://yandex.ru/clck", "https://shop.example/", "search")]
    [InlineData("https://mail.google.com/mail", "https://shop.example/", "email")]
    [InlineData("https://outlook.live.com/", "https://shop.example/", "email")]
    [InlineData("https://l.facebook.com/l.php", "https://shop.example/", "social")]
    [InlineData("https://t.co/abc", "https://shop.example/", "social")]
    [InlineData("https://www.pinterest.de/", "https://shop.example/", "social")]
    [InlineData("android-app://com.google.android.gm/", "https://shop.example/", "email")]
    [InlineData("https://blog.example.org/post", "https://shop.example/", "referral")]
    [InlineData("https://notgoogle.com/", "https://shop.example/", "referral")]
    [InlineData("https://google.evil.example/", "https://shop.example/", "referral")]
    [InlineData("https://shop.example/a", "https://shop.example/b", "internal")]
    [InlineData("https://www.SHOP.example:8443/a", "https://shop.example/b", "internal")]
    [InlineData("https://checkout.shop.example/a", "https://shop.example/b", "internal")]
    [InlineData("not a url", "https://shop.example/", "direct")]
    [InlineData("https://www.google.com/", "https://shop.example/?gclid=1", "paid")]
    [InlineData("https://www.google.com/", "https://shop.example/?utm_medium=CPC", "paid")]
    [InlineData("", "https://shop.example/?utm_medium=email", "email")]
    [InlineData("", "https://shop.example/?utm_medium=newsletter", "email")]
    [InlineData("", "https://shop.example/?utm_medium=affiliate", "referral")]
    [InlineData("https://m.facebook.com/", "https://shop.example/?fbclid=1", "social")]
    [InlineData("", "https://shop.example/?utm_source=facebook", "social")]
    [InlineData("", "https://shop.example/?utm_source=weekly_newsletter", "email")]
    [InlineData("", "https://shop.example/?utm_source=partner", "referral")]
    public void A_visit_is_classed_by_where_it_came_from(string referrer, string page, string expected)
    {
        var url = Encoding.UTF8.GetBytes(page);
        Referrers.Class(Encoding.UTF8.GetBytes(referrer), url, Campaigns.Read(url)).ShouldBe(expected);
    }

    [Fact]
    public void Any_bytes_have_a_class() => Gen.Select(Gen.Byte.Array[0, 400], Gen.Byte.Array[0, 400]).Sample((referrer, page) =>
        Referrers.Class([.. "https://"u8, .. referrer], [.. "https://"u8, .. page], Campaigns.Read(page)).Length > 0);

    [Fact]
    public void Classing_allocates_nothing() => Allocations.Of(() =>
    {
        Referrers.Class("https://www.google.co.uk/search"u8, "https://shop.example/"u8, default);
        Referrers.Class("https://blog.example.org/"u8, "https://shop.example/"u8, default);
    }).ShouldBe(0);
}

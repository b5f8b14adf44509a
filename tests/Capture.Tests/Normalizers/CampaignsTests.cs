using System.Text;
using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class CampaignsTests
{
    [Fact]
    public void All_five_parameters_are_read_and_decoded()
    {
        var campaign = Campaigns.Read("https://shop.example/p?id=1&utm_source=News%20Letter&UTM_Medium=email&utm_campaign=Fr%C3%BChling+26&utm_term=running&utm_content=a%26b#top"u8);
        Text(campaign.Source).ShouldBe("News Letter");
        Text(campaign.Medium).ShouldBe("email");
        Text(campaign.Name).ShouldBe("Frühling 26");
        Text(campaign.Term).ShouldBe("running");
        Text(campaign.Content).ShouldBe("a&b");
        campaign.IsPaidClick.ShouldBeFalse();
    }

    [Theory]
    [InlineData("gclid", true)]
    [InlineData("gbraid", true)]
    [InlineData("wbraid", true)]
    [InlineData("msclkid", true)]
    [InlineData("ttclid", true)]
    [InlineData("fbclid", false)]
    public void A_click_id_is_kept_with_its_name(string name, bool paid)
    {
        var campaign = Campaigns.Read(Encoding.UTF8.GetBytes($"https://shop.example/?{name}=abc"));
        Text(campaign.ClickIdName).ShouldBe(name);
        Text(campaign.ClickId).ShouldBe("abc");
        campaign.IsPaidClick.ShouldBe(paid);
    }

    [Fact]
    public void A_paid_click_outweighs_another_id()
    {
        var campaign = Campaigns.Read("https://shop.example/?fbclid=1&gclid=2"u8);
        Text(campaign.ClickId).ShouldBe("2");
        campaign.IsPaidClick.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example/#utm_source=x")]
    [InlineData("https://shop.example/?utm_source=")]
    [InlineData("https://shop.example/?utm_source")]
    [InlineData("/path/only")]
    public void An_address_without_a_campaign_has_none(string url) => Campaigns.Read(Encoding.UTF8.GetBytes(url)).IsNone.ShouldBeTrue();

    [Fact]
    public void A_bare_query_will_do() => Text(Campaigns.Read("?utm_source=x"u8).Source).ShouldBe("x");

    [Fact]
    public void A_long_value_is_cut_at_a_letter()
    {
        var campaign = Campaigns.Read(Encoding.UTF8.GetBytes("?utm_source=" + new string('é', 400)));
        campaign.Source.Length.ShouldBe(Campaigns.ValueBytesMax);
        var odd = Campaigns.Read(Encoding.UTF8.GetBytes("?utm_source=a" + new string('é', 400)));
        Text(odd.Source).ShouldBe("a" + new string('é', 127));
    }

    [Fact]
    public void Any_address_is_survived_and_gives_text() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        byte[] url = [.. "https://x.example/?utm_source=%"u8, .. bytes, .. "&utm_medium="u8, .. bytes];
        var campaign = Campaigns.Read(url);
        System.Text.Unicode.Utf8.IsValid(campaign.Source).ShouldBeTrue();
        System.Text.Unicode.Utf8.IsValid(campaign.Medium).ShouldBeTrue();
    });

    [Fact]
    public void Reading_into_a_buffer_allocates_nothing() => Allocations.Of(() =>
    {
        Span<byte> scratch = stackalloc byte[1536];
        Campaigns.Read("https://shop.example/?utm_source=a%20b&utm_medium=cpc&gclid=1"u8, scratch);
    }).ShouldBe(0);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}

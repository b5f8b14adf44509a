using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Tests.Intake;

public sealed class MatchingIdsTests
{
    [Theory]
    [InlineData("J\u00D6RG@example.com", "j\u00F6rg@example.com")]
    [InlineData("jo\u0308rg@example.com", "j\u00F6rg@example.com")]
    [InlineData("\u00A0\u200Bann@example.com\uFEFF", "ann@example.com")]
    [InlineData("MailTo:Ann@example.com?subject=hello", "ann@example.com")]
    [InlineData("<ann@example.com>", "ann@example.com")]
    [InlineData("ann@M\u00DCLLER.example", "ann@xn--mller-kva.example")]
    [InlineData("ann@mu\u0308ller\u3002example", "ann@xn--mller-kva.example")]
    [InlineData("ann@xn--mller-kva.example", "ann@xn--mller-kva.example")]
    [InlineData("\uFF41nn\uFF20example.com", "ann@example.com")]
    [InlineData("ann@example", null)]
    [InlineData("ann@\u00FC..example.com", null)]
    [InlineData("an n@example.com", null)]
    [InlineData("j\uFFFDrg@example.com", null)]
    public void One_address_has_one_form(string sent, string? form) => Form(MatchingIds.Email, sent).ShouldBe(form);

    [Theory]
    [InlineData("+49 (0)171 2345699", "491712345699")]
    [InlineData("0049 (0) 171 2345699", "491712345699")]
    [InlineData("+49171\u20132345699", "491712345699")]
    [InlineData("+49\u00A0171\u202F234\u2212569\u20119", "491712345699")]
    [InlineData("tel:+49-171-2345699;ext=5", "491712345699")]
    [InlineData("\u200E+49 171 2345699", "491712345699")]
    [InlineData("+\uFF14\uFF19 171 2345699", "491712345699")]
    [InlineData("\u0660\u0661\u0667\u0661 2345699", "01712345699")]
    [InlineData("(0)171 2345699", "01712345699")]
    [InlineData("0171 2345699 x12", null)]
    [InlineData("caf\u00E9", null)]
    public void One_number_has_one_form(string sent, string? form) => Form(MatchingIds.Phone, sent).ShouldBe(form);

    [Theory]
    [InlineData("https://www.M\u00FCller.example/about", "xn--mller-kva.example")]
    [InlineData(" Example.com ", "example.com")]
    [InlineData("localhost", null)]
    public void One_domain_has_one_form(string sent, string? form) => Form(MatchingIds.Domain, sent).ShouldBe(form);

    [Fact]
    public async Task A_number_that_is_sent_as_a_number_is_the_same_number()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/identify", """{"userId":"u","traits":{"phone":491712345699}}""");
        await server.Post("/v1/identify", """{"userId":"v","traits":{"phone":4.9e11}}""");
        server.Links.Select(link => link.Told).ShouldBe([
            PersonKey.Of(server.Workspace, KeyDomain.UserId, "u"u8), PersonKey.Of(server.Workspace, KeyDomain.Phone, "491712345699"u8)]);
    }

    [Fact]
    public async Task An_account_and_an_address_of_one_domain_meet_however_the_domain_is_written()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/group", """{"userId":"u","groupId":"acme","traits":{"website":"https://www.M\u00fcller.example"}}""");
        await server.Post("/v1/identify", """{"userId":"v","traits":{"email":"bob@xn--mller-kva.example"}}""");
        var domain = PersonKey.Of(server.Workspace, KeyDomain.Domain, "xn--mller-kva.example"u8);
        server.Links.Where(link => link.Told == domain).Select(link => link.Link.Other).ShouldBe([
            PersonKey.Of(server.Workspace, KeyDomain.Group, "acme"u8), PersonKey.Of(server.Workspace, KeyDomain.UserId, "v"u8)]);
    }

    private delegate int Normalize(scoped ReadOnlySpan<byte> sent, Span<byte> to);

    private static string? Form(Normalize normalize, string sent)
    {
        Span<byte> to = stackalloc byte[MatchingIds.BytesMax];
        var length = normalize(Encoding.UTF8.GetBytes(sent), to);
        return length == 0 ? null : Encoding.UTF8.GetString(to[..length]);
    }
}

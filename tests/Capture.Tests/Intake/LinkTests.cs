using System.Text;
using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Tests.Intake;

public sealed class LinkTests
{
    [Fact]
    public async Task An_event_with_both_ids_tells_each_of_the_other_once_an_hour()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"A","anonymousId":"d","userId":"u"}""");
        var (device, user) = (Key(server, KeyDomain.AnonymousId, "d"), Key(server, KeyDomain.UserId, "u"));
        server.Links.ShouldBe([
            (device, new LinkMention(KeyDomain.AnonymousId, user, KeyDomain.UserId, LinkStatement.Implied, LinkRole.None)),
            (user, new LinkMention(KeyDomain.UserId, device, KeyDomain.AnonymousId, LinkStatement.Implied, LinkRole.None)),
        ]);

        await server.Post("/v1/track", """{"event":"B","anonymousId":"d","userId":"u"}""");
        server.Links.Count.ShouldBe(2);
        await server.Post("/v1/identify", """{"anonymousId":"d","userId":"u"}""");
        server.Links.Count.ShouldBe(4); // Said outright, which is more than implied.
        server.Service<LinkMemory>().Forget();
        await server.Post("/v1/track", """{"event":"C","anonymousId":"d","userId":"u"}""");
        server.Links.Count.ShouldBe(6);
        server.Events.Select(seen => seen.Header.Person).Distinct().ShouldBe([device]);
    }

    [Fact]
    public async Task Addresses_and_other_ids_are_linked_to_the_user_in_one_form()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/identify", """{"userId":"u","traits":{"email":" Ann@Example.com ","phone":"+49 (170) 123-4567"},"context":{"externalIds":[{"id":"c1","type":"crm"}]}}""");
        var told = server.Links.Where(link => link.Told == Key(server, KeyDomain.UserId, "u")).Select(link => link.Link.Other).ToArray();
        told.ShouldBe([Key(server, KeyDomain.Email, "ann@example.com"), Key(server, KeyDomain.Phone, "491701234567"), Key(server, KeyDomain.ExternalId, "crm\0c1")]);
    }

    [Fact]
    public async Task An_alias_leads_from_the_former_id()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/alias", """{"previousId":"old","userId":"new"}""");
        var user = Key(server, KeyDomain.UserId, "new");
        server.Links.ShouldContain((Key(server, KeyDomain.UserId, "old"), new LinkMention(KeyDomain.UserId, user, KeyDomain.UserId, LinkStatement.Said, LinkRole.LeadsToOther)));
        server.Links.ShouldContain((Key(server, KeyDomain.AnonymousId, "old"), new LinkMention(KeyDomain.AnonymousId, user, KeyDomain.UserId, LinkStatement.Said, LinkRole.None)));
    }

    [Fact]
    public async Task A_group_call_links_its_member_and_tells_the_account_its_traits_and_domain()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/group", """{"userId":"u","groupId":"acme","traits":{"name":"Acme","website":"https://www.Acme.io/about"}}""");
        await server.Post("/v1/identify", """{"userId":"v","traits":{"email":"bob@acme.io"}}""");
        await server.Post("/v1/identify", """{"userId":"w","traits":{"email":"cy@gmail.com"}}""");
        var (acme, domain) = (Key(server, KeyDomain.Group, "acme"), Key(server, KeyDomain.Domain, "acme.io"));
        server.Links.ShouldContain((acme, new LinkMention(KeyDomain.Group, Key(server, KeyDomain.UserId, "u"), KeyDomain.UserId, LinkStatement.Said, LinkRole.OtherLeadsHere)));
        server.Links.ShouldContain((domain, new LinkMention(KeyDomain.Domain, acme, KeyDomain.Group, LinkStatement.Said, LinkRole.None)));
        server.Links.Where(link => link.Told == domain).Select(link => link.Link.Other).ShouldBe([acme, Key(server, KeyDomain.UserId, "v")]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" Anonymous ")]
    [InlineData("-1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task Nobodys_identifier_joins_nobody(string value)
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", $$"""{"event":"A","anonymousId":"d","userId":"{{value}}"}""");
        server.Links.ShouldBeEmpty();
        server.Events.Single().Text(EventField.UserId).ShouldBeNull();
        (await server.Post("/v1/track", $$"""{"event":"A","userId":"{{value}}"}""")).Status.ShouldBe(400);
    }

    [Fact]
    public void One_address_has_one_form_and_what_is_none_has_none() =>
        Gen.Select(Gen.String[Gen.Char["abzAZ019._+"], 1, 20], Gen.String[Gen.Char["abzAZ09-"], 1, 20], Gen.Int[0, 3], Gen.Bool).Sample((local, host, blanks, upper) =>
        {
            Span<byte> one = stackalloc byte[MatchingIds.BytesMax], other = stackalloc byte[MatchingIds.BytesMax];
            var address = $"{local}@{host}.com";
            var sent = new string(' ', blanks) + (upper ? address.ToUpperInvariant() : address) + new string(' ', blanks);
            var (length, same) = (MatchingIds.Email(Encoding.UTF8.GetBytes(address), one), MatchingIds.Email(Encoding.UTF8.GetBytes(sent), other));
            return length > 0 && one[..length].SequenceEqual(other[..same]) && MatchingIds.Email(Encoding.UTF8.GetBytes(local), one) == 0;
        });

    [Theory]
    [InlineData("+1 (415) 555-0100", "14155550100")]
    [InlineData("0041 44 668 18 00", "41446681800")]
    [InlineData("12345", null)]
    [InlineData("call me", null)]
    [InlineData("1234567890123456", null)]
    public void A_number_is_its_digits(string sent, string? normal)
    {
        Span<byte> to = stackalloc byte[MatchingIds.BytesMax];
        var length = MatchingIds.Phone(Encoding.UTF8.GetBytes(sent), to);
        (length == 0 ? null : Encoding.UTF8.GetString(to[..length])).ShouldBe(normal);
    }

    private static PersonKey Key(CaptureServer server, KeyDomain kind, string id) => PersonKey.Of(server.Workspace, kind, Encoding.UTF8.GetBytes(id));
}

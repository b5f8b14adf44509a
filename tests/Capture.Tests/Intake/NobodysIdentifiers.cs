using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Normalizers;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Tests.Intake;

/// <summary>What stands where an identifier should and names nobody must not make one person, or one account, of strangers.</summary>
public sealed class NobodysIdentifiers
{
    [Theory]
    [InlineData("(000) 000-0000")]
    [InlineData("000 000 0000")]
    [InlineData("+000000000")]
    [InlineData("111-111-1111")]
    [InlineData("+1 999 999 9999")]
    [InlineData("123 456 7890")]
    [InlineData("+1 (123) 456-7890")]
    [InlineData("1234567")]
    [InlineData("9876543210")]
    [InlineData("\uFF10\uFF10\uFF10-\uFF10\uFF10\uFF10-\uFF10\uFF10\uFF10\uFF10")]
    public async Task A_filler_for_a_telephone_number_joins_nobody(string phone)
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/identify", $$$"""{"anonymousId":"f1","traits":{"phone":{{{Json(phone)}}}}}""")).Status.ShouldBe(200);
        (await server.Post("/v1/identify", $$$"""{"anonymousId":"f2","context":{"externalIds":[{"type":"phone","id":{{{Json(phone)}}}}]}}""")).Status.ShouldBe(200);
        server.Links.ShouldBeEmpty();
        server.Events[^1].Fields[EventField.ExternalId].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("test@test.com")]
    [InlineData("NoReply@shop.example.com")]
    [InlineData("none@none")]
    [InlineData("a@a.com")]
    [InlineData("asd@none.com")]
    public async Task An_address_that_is_nobodys_joins_nobody(string address)
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/identify", $$$"""{"anonymousId":"f1","traits":{"email":{{{Json(address)}}}}}""");
        server.Links.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\u00A0")]
    [InlineData("\u3000")]
    [InlineData("\u200B")]
    [InlineData("\u0000")]
    [InlineData("0.0")]
    [InlineData("\uFF2E\uFF35\uFF2C\uFF2C")]
    [InlineData("\u00A0null\u00A0")]
    [InlineData("n\u200Bull")]
    [InlineData("(NULL)")]
    [InlineData("{00000000-0000-0000-0000-000000000000}")]
    [InlineData("\uFF10\uFF10\uFF10")]
    public async Task A_value_that_looks_like_nothing_is_nobodys(string value)
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/track", $$"""{"event":"A","userId":{{Json(value)}}}""")).Reason.ShouldBe("no-identity");
        (await server.Post("/v1/track", $$"""{"event":"A","anonymousId":"d","userId":{{Json(value)}}}""")).Status.ShouldBe(200);
        server.Links.ShouldBeEmpty();
        server.Events.Single().Text(EventField.UserId).ShouldBeNull();
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" Undefined ")]
    [InlineData("\u3000none")]
    public async Task A_group_that_is_nobodys_collects_nobody(string group)
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/group", $$"""{"userId":"u","groupId":{{Json(group)}}}""")).Reason.ShouldBe("no-group");
        (await server.Post("/v1/track", $$$"""{"event":"A","userId":"u","context":{"groupId":{{{Json(group)}}}}}""")).Status.ShouldBe(200);
        server.Links.ShouldBeEmpty();
        server.Events.Single().Text(EventField.GroupId).ShouldBeNull();
    }

    [Fact]
    public async Task An_external_id_that_is_nobodys_is_not_kept_among_the_identifiers()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"A","userId":"u","context":{"externalIds":[{"type":"crm","id":"null"},{"type":"crm","id":" c1 "},{"type":"crm","id":0}]}}""");
        server.Events.Single().Fields[EventField.ExternalId].Select(Encoding.UTF8.GetString).ShouldBe(["crm\0c1"]);
        server.Links.Select(link => link.Told).ShouldBe([Key(server, KeyDomain.UserId, "u"), Key(server, KeyDomain.ExternalId, "crm\0c1")]);
    }

    [Fact]
    public async Task White_space_around_an_identifier_is_no_part_of_it()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"A","anonymousId":"\u00a0d ","userId":" x\u200b"}""");
        await server.Post("/v1/group", """{"userId":"x","groupId":" acme "}""");
        server.Events.Select(seen => seen.Text(EventField.UserId)).ShouldBe(["x", "x"]);
        server.Events[0].Header.Person.ShouldBe(Key(server, KeyDomain.AnonymousId, "d"));
        server.Links.Select(link => link.Told).ShouldContain(Key(server, KeyDomain.Group, "acme"));
    }

    [Fact]
    public void A_plain_identifier_is_looked_up_without_allocating()
    {
        var blocked = new BlockedIdentifiers(Options.Create(new IdentifierOptions()));
        Allocations.Of(() => blocked.IsBlocked("user-42"u8)).ShouldBe(0);
        Allocations.Of(() => blocked.IsBlocked("Null"u8)).ShouldBe(0);
    }

    private static string Json(string text) => JsonSerializer.Serialize(text);

    private static PersonKey Key(CaptureServer server, KeyDomain kind, string id) => PersonKey.Of(server.Workspace, kind, Encoding.UTF8.GetBytes(id));
}

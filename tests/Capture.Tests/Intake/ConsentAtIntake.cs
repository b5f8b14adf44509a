using Kairos.Capture.Events;
using Kairos.Capture.Tests.Sources;
using static Kairos.Capture.Tests.Intake.EventFields;

namespace Kairos.Capture.Tests.Intake;

public sealed class ConsentAtIntake
{
    [Fact]
    public async Task Statements_are_recorded_by_purpose()
    {
        await using var server = await CaptureServer.Start();
        var segment = await Track(server, """{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"C0004":true,"personalization":false,"made up":true}}}}""");
        segment.Fields[EventField.Consent].Select(Stated).ShouldBe(["-personalization", "+advertising"]);
        segment.Header.Flags.HasFlag(EventFlags.NotForPersonalization).ShouldBeTrue();

        var rudder = await Track(server, """{"event":"A","userId":"v","context":{"consentManagement":{"provider":"x","allowedConsentIds":["marketing","email"],"deniedConsentIds":["email"]}}}""");
        rudder.Fields[EventField.Consent].Select(Stated).ShouldBe(["+advertising", "-email"]);
        rudder.Header.Flags.HasFlag(EventFlags.NotForPersonalization).ShouldBeFalse();
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"granted?\"")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"true\"")]
    public async Task Whatever_is_not_a_clear_yes_is_a_no(string value)
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, $$$$$"""{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"personalization":{{{{{value}}}}}}}}}""");
        seen.Header.Flags.HasFlag(EventFlags.NotForPersonalization).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_cannot_be_taken_back_by_saying_it_twice()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """
            {"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"personalization":false}}},"context":{"consent":{"categoryPreferences":{"personalization":true}}}}
            """);
        seen.Header.Flags.HasFlag(EventFlags.NotForPersonalization).ShouldBeTrue();
    }

    [Fact]
    public async Task The_browsers_privacy_signal_is_kept_with_the_event()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"A","userId":"u"}"""u8.ToArray(), headers: ("Sec-GPC", "1"));
        server.Events[^1].Header.Flags.HasFlag(EventFlags.GlobalPrivacyControl).ShouldBeTrue();
        await server.Post("/v1/track", """{"event":"A","userId":"u"}"""u8.ToArray(), headers: ("Sec-GPC", "0"));
        server.Events[^1].Header.Flags.HasFlag(EventFlags.GlobalPrivacyControl).ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_that_nobody_may_use_is_not_kept_and_that_is_said()
    {
        await using var server = await CaptureServer.Start(("Govern:Purposes:Preset", "gdpr-strict"));
        var answer = await server.Post("/v1/track", """{"event":"A","userId":"u","messageId":"m"}""");
        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("withheld")[0].GetProperty("reason").GetString().ShouldBe("no-consent");
        server.Events.ShouldBeEmpty();
        await server.Service<Capture.Intake.IQuarantine>().Flush();
        Directory.GetFiles(Path.Combine(server.Folder, "quarantine")).ShouldBeEmpty();

        var asked = await Track(server, """{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"analytics":true,"personalization":true}}}}""");
        asked.Text(EventField.UserId).ShouldBe("u");
    }

    [Fact]
    public async Task An_anonymized_event_counts_but_belongs_to_nobody()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """
            {"event":"Order Completed","userId":"user-1","anonymousId":"anon-1","messageId":"message-1","traits":{"email":"a@b.example"},"odd":"user-1",
            "properties":{"order_id":"order-1","query":"my name","revenue":5,"currency":"EUR","category":"user-1","value":"user-1","attribute":"user-1","filters":[{"type":"user-1","value":"user-1"}],
            "products":[{"sku":"x","name":"Shoe","category":"Shoes","url":"https://x.example/user-1","image_url":"https://x.example/user-1.png","variant":"user-1","price":5}]},
            "context":{"ip":"203.0.113.7","page":{"url":"https://x.example/account/user-1/orders?who=user-1","path":"/account/user-1/orders","title":"user-1","referrer":"https://y.example/user-1"},"groupId":"group-1",
            "campaign":{"name":"user-1","source":"user-1","medium":"user-1","term":"user-1","content":"user-1"},"locale":"user-1","timezone":"user-1","location":{"country":"DE","region":"BY"},
            "externalIds":[{"type":"crm","id":"crm-1"}],"consent":{"categoryPreferences":{"analytics":false,"personalization":false}}}}
            """);
        seen.Header.Flags.HasFlag(EventFlags.Anonymized).ShouldBeTrue();
        seen.Header.Device.ShouldBe(0UL);
        seen.Header.Person.ShouldNotBe(PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.AnonymousId, "anon-1"u8));
        (seen.Items.ShouldHaveSingleItem().Id, seen.Items[0].Name, seen.Items[0].Category).ShouldBe(("x", "Shoe", "Shoes"));
        (seen.Number(EventField.Revenue), seen.Text(EventField.Country), seen.Text(EventField.ReferrerClass)).ShouldBe((5.0, "DE", "referral"));
        var all = string.Join('\n', seen.Fields.SelectMany(field => field).Select(System.Text.Encoding.UTF8.GetString));
        foreach (var personal in new[] { "user-1", "anon-1", "a@b", "order-1", "my name", "203.0", "crm-1", "group-1", "message-1" })
            all.ShouldNotContain(personal);
    }

    [Fact]
    public async Task Nothing_that_an_anonymized_event_has_joins_it_to_the_statement_of_the_same_moment()
    {
        await using var server = await CaptureServer.Start();
        server.Clock.Advance(TimeSpan.FromMinutes(17.3));
        for (var i = 0; i < 40; i++)
        {
            var body = $$$$"""
                {"event":"My own user-{{{{i}}}}","anonymousId":"anon-{{{{i}}}}","messageId":"m-{{{{i}}}}","context":{"consent":{"categoryPreferences":{"analytics":false,"personalization":false,"email":{{{{(i % 2 == 0 ? "true" : "false")}}}} }} }}
                """;
            await server.Post("/v1/track", System.Text.Encoding.UTF8.GetBytes(body), headers: ("Sec-GPC", "1"));
            var (statement, event_) = (server.Events[^2], server.Events[^1]);
            (statement.Header.Code, event_.Header.Flags).ShouldBe((EventCode.ConsentUpdated, EventFlags.Anonymized | EventFlags.NotForAnalytics | EventFlags.NotForPersonalization));
            event_.Fields[EventField.Consent].ShouldBeEmpty();
            event_.Text(EventField.Name).ShouldBe("custom");
            (event_.Header.HappenedAtMs, event_.Header.ReceivedAtMs).ShouldBe((1767607200000, 1767607200000), "the hour");
            event_.Header.Message.ShouldNotBe(statement.Header.Message);
            event_.Header.Person.Partition(server.Journal.Partitions).ShouldNotBe(statement.Header.Person.Partition(server.Journal.Partitions));
        }
    }

    private static string Stated(byte[] statement) => (statement[0] == 1 ? "+" : "-") + System.Text.Encoding.UTF8.GetString(statement[1..]);
}

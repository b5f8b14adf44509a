using System.Net;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Tests.Sources;
using Microsoft.Extensions.DependencyInjection;
using static Kairos.Capture.Tests.Intake.EventFields;

namespace Kairos.Capture.Tests.Intake;

public sealed class ConsentSources
{
    // Purposes 1 to 3 for vendors 2, 6 and 8: the example of the framework's own documents.
    private const string Example = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA";

    [Theory]
    [InlineData("\"consent\":{\"tcString\":\"" + Example + "\"}")]
    [InlineData("\"consent\":{\"euconsent-v2\":\"" + Example + "\"}")]
    [InlineData("\"tcf\":{\"tcString\":\"" + Example + "\",\"gdprApplies\":true}")]
    [InlineData("\"tcString\":\"" + Example + "\"")]
    [InlineData("\"euconsent-v2\":\"" + Example + "\"")]
    public async Task A_TC_string_is_read_wherever_it_stands(string member)
    {
        await using var server = await CaptureServer.Start(("Govern:Tcf:VendorId", "6"), ("Govern:Tcf:Purposes:email:0", "3"), ("Govern:Tcf:Purposes:analytics:0", "1"), ("Govern:Tcf:Purposes:personalization:0", "1"), ("Govern:Tcf:Purposes:personalization:1", "2"));
        var seen = await Track(server, $$$"""{"event":"A","userId":"u","context":{{{{member}}}}}""");
        seen.Fields[EventField.Consent].Select(Stated).ShouldBe(["+analytics", "+personalization", "-advertising", "+email"]);
        seen.Header.Flags.HasFlag(EventFlags.StatesConsent).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"garbage\"")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("\"COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACC\"")]
    public async Task One_that_cannot_be_read_is_a_no(string text)
    {
        await using var server = await CaptureServer.Start();
        await Track(server, $$$$"""{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"personalization":true,"analytics":true},"tcString":{{{{text}}}}}}}""");
        server.Events.Single(seen => seen.Header.Code == EventCode.ConsentUpdated).Fields[EventField.Consent].Select(Stated).ShouldBe(["-analytics", "-personalization", "-advertising"]);
    }

    [Theory]
    [InlineData("\"consent\":{\"categoryPreferences\":{\"personalization\":null}}", "-personalization")]
    [InlineData("\"consent\":{\"categoryPreferences\":{\"personalization\":\"true\"}}", "-personalization")]
    [InlineData("\"consent\":{\"categoryPreferences\":{}}", "")]
    [InlineData("\"consent\":{\"categoryPreferences\":null}", "")]
    [InlineData("\"consent\":null", "")]
    [InlineData("\"consentManagement\":{\"deniedConsentIds\":\"C0003\"}", "-personalization")]
    [InlineData("\"consentManagement\":{\"allowedConsentIds\":\"C0003\"}", "-personalization")]
    [InlineData("\"consentManagement\":{\"allowedConsentIds\":[\"C0004\",null,3]}", "+advertising")]
    [InlineData("\"consent\":{\"categoryPreferences\":\"no\"}", Everything)]
    [InlineData("\"consent\":{\"categoryPreferences\":[\"personalization\"]}", Everything)]
    [InlineData("\"consent\":\"denied\"", Everything)]
    [InlineData("\"consent\":[]", Everything)]
    [InlineData("\"tcf\":7", Everything)]
    [InlineData("\"consentManagement\":{\"deniedConsentIds\":{\"x\":\"C0003\"}}", Everything)]
    [InlineData("\"consentManagement\":{\"allowedConsentIds\":[[\"C0003\"]]}", Everything)]
    public async Task What_cannot_be_read_is_a_no_to_what_it_is_about_or_else_to_everything(string member, string stated)
    {
        await using var server = await CaptureServer.Start();
        await Track(server, $$$"""{"event":"A","userId":"u","context":{{{{member}}}}}""");
        string.Join(' ', server.Events[0].Fields[EventField.Consent].Select(Stated)).ShouldBe(stated);
    }

    private const string Everything = "-analytics -personalization -advertising -email -push -sms -sharing";

    [Theory]
    [InlineData("null", "true")]
    [InlineData("\"garbage\"", "false")]
    [InlineData("\"\"", "0")]
    public async Task None_at_all_and_one_that_does_not_apply_say_nothing(string text, string applies)
    {
        await using var server = await CaptureServer.Start();
        (await Track(server, $$$$"""{"event":"A","userId":"u","context":{"tcf":{"tcString":{{{{text}}}},"gdprApplies":{{{{applies}}}}}}}""")).Fields[EventField.Consent].ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_states_consent_for_each_of_its_events()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/batch", """{"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"B","userId":"u"}],"context":{"tcf":{"tcString":"no"}}}""");
        server.Events.Count(seen => seen.Header.Code == EventCode.ConsentUpdated && seen.Header.Flags.HasFlag(EventFlags.NotForPersonalization)).ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_of_everything_is_remembered_though_the_event_is_not_kept_under_a_name()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """
            {"event":"Order Completed","messageId":"m","anonymousId":"anon-1","userId":"u","properties":{"order_id":"o-1","products":[{"sku":"x"}]},"context":{"locale":"de-DE",
            "consent":{"categoryPreferences":{"analytics":false,"personalization":false}}}}
            """);
        var statement = server.Events.Single(seen => seen.Header.Code == EventCode.ConsentUpdated);
        var anonymous = server.Events.Single(seen => seen.Header.Code == EventCode.OrderCompleted);

        statement.Header.Person.ShouldBe(PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.AnonymousId, "anon-1"u8));
        statement.Fields[EventField.Consent].Select(Stated).ShouldBe(["-analytics", "-personalization"]);
        (statement.Text(EventField.AnonymousId), statement.Text(EventField.UserId)).ShouldBe(("anon-1", "u"));
        foreach (var field in new[] { EventField.MessageId, EventField.Properties, EventField.Context, EventField.Item, EventField.OrderId, EventField.Locale })
            statement.Fields[field].ShouldBeEmpty(field.ToString());
        anonymous.Header.Message.ShouldNotBe(statement.Header.Message);
        anonymous.Header.Flags.HasFlag(EventFlags.Anonymized | EventFlags.NotForAnalytics).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_silence_is_a_no_an_event_that_says_no_leaves_its_statement_and_one_that_says_nothing_leaves_nothing()
    {
        await using var server = await CaptureServer.Start(("Govern:Purposes:Preset", "gdpr-strict"));
        await server.Post("/v1/track", """{"event":"A","userId":"u"}""");
        server.Events.ShouldBeEmpty();
        var answer = await server.Post("/v1/track", """{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"personalization":false}}}}""");
        answer.Json.GetProperty("withheld").GetArrayLength().ShouldBe(1);
        server.Events.ShouldHaveSingleItem().Header.Code.ShouldBe(EventCode.ConsentUpdated);
        server.Service<RefusalMemory>().Refuses(server.Events[0].Header.Person, 1).ShouldBeTrue();
    }

    [Fact]
    public async Task Analytics_alone_can_be_refused()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"C0002":false}}}}""");
        (seen.Header.Flags & (EventFlags.NotForAnalytics | EventFlags.NotForPersonalization)).ShouldBe(EventFlags.NotForAnalytics);
        seen.Text(EventField.UserId).ShouldBe("u");
    }

    [Fact]
    public async Task The_browsers_signal_is_kept_as_the_refusal_that_it_is()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"A","userId":"u","context":{"consent":{"categoryPreferences":{"advertising":true}}}}"""u8.ToArray(), headers: ("Sec-GPC", "1"));
        server.Events[^1].Fields[EventField.Consent].Select(Stated).ShouldBe(["-advertising", "-sharing"]);
    }

    [Theory]
    [InlineData("DE", "BY", true)]
    [InlineData("US", "CA", false)]
    [InlineData("US", "NY", false)]
    [InlineData("US", "US-NY", false)]
    [InlineData("XX", "", true)]
    [InlineData("EU", "", true)]
    [InlineData("EL", "", true)]
    [InlineData("US", "CA-ON", true)] // One of the two is wrong.
    [InlineData("Germany", "BY", true)] // No code: the country is unknown, and the strictest counts.
    public async Task Where_it_happened_says_what_silence_means(string country, string region, bool asks)
    {
        await using var server = await CaptureServer.Start(("Govern:Purposes:Regions:EEA", "gdpr-strict"), ("Govern:Purposes:Regions:US-CA", "ccpa"));
        await server.Post("/v1/track", $$$$"""{"event":"A","userId":"u","context":{"location":{"country":"{{{{country}}}}","region":"{{{{region}}}}"}}}""");
        server.Events.Count.ShouldBe(asks ? 0 : 1);
        if (!asks)
            (server.Events[0].Text(EventField.Country), server.Events[0].Text(EventField.Region)).ShouldBe((country, region[^2..]));
    }

    [Fact]
    public async Task The_address_outweighs_what_the_event_says_of_its_place()
    {
        await using var server = await CaptureServer.Start(services => services.AddSingleton<IGeography, AllInGermany>(), ("Govern:Purposes:Regions:DE", "gdpr-strict"));
        await server.Post("/v1/track", """{"event":"A","userId":"u","context":{"location":{"country":"US"}}}""");
        server.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_visitor_is_not_interested_in_is_an_item_else_a_brand_or_a_category()
    {
        await using var server = await CaptureServer.Start();
        var item = await Track(server, """{"event":"Not Interested","userId":"u","properties":{"item":"SKU-1","brand":"Aster","category":"Shoes"}}""");
        item.Fields[EventField.NotInterested].Single()[..2].ShouldBe([1, 0]);
        var both = await Track(server, """{"event":"not_interested","userId":"u","properties":{"brand":"Aster","category":"Shoes","undo":true}}""");
        both.Fields[EventField.NotInterested].Select(field => (field[0], field[1])).ShouldBe([((byte)2, (byte)1), ((byte)3, (byte)1)]);
        (await Track(server, """{"event":"not_interested","userId":"u","properties":{"item":{"id":1}}}""")).Fields[EventField.NotInterested].ShouldBeEmpty();
        (await Track(server, """{"event":"Product Viewed","userId":"u","properties":{"item":"SKU-1"}}""")).Fields[EventField.NotInterested].ShouldBeEmpty();
    }

    private static string Stated(byte[] statement) => (statement[0] == 1 ? "+" : "-") + System.Text.Encoding.UTF8.GetString(statement[1..]);

    private sealed class AllInGermany : IGeography
    {
        public Place Find(IPAddress ip) => new("DE", "BY", null, null);
    }
}

using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Consents;

public sealed class StandingAtIntake
{
    private const string No = """ "categoryPreferences":{"analytics":false,"personalization":false}""";
    private const string Yes = """ "categoryPreferences":{"analytics":true,"personalization":true}""";

    [Fact]
    public async Task After_a_refusal_of_everything_an_event_that_states_nothing_belongs_to_nobody()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, No);
        await Tracks(server, "a");
        Last(server).ShouldBe((true, EventFlags.Anonymized | EventFlags.NotForAnalytics | EventFlags.NotForPersonalization));
        server.Events[^1].Fields[EventField.Properties].ShouldBeEmpty();
        await Tracks(server, "b");
        Last(server).ShouldBe((false, EventFlags.None));
    }

    [Fact]
    public async Task It_is_dropped_where_the_policy_says_so()
    {
        await using var server = await CaptureServer.Start(("Govern:Purposes:Named:analytics:WhenRefused", "Drop"), ("Govern:Purposes:Named:personalization:WhenRefused", "Drop"));
        await Says(server, "a", null, No);
        var before = server.Journal.Count;
        (await Tracks(server, "a")).Json.GetProperty("withheld").GetArrayLength().ShouldBe(1);
        server.Journal.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_refusal_of_one_purpose_is_flagged_on_what_comes_after_and_is_not_stated_anew()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, """ "categoryPreferences":{"personalization":false}""");
        await Tracks(server, "a");
        Last(server).ShouldBe((false, EventFlags.NotForPersonalization));
        server.Events[^1].Text(EventField.AnonymousId).ShouldBe("a");
    }

    [Fact]
    public async Task What_an_event_states_itself_outdoes_what_stood_and_a_later_yes_ends_it()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, No);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Says(server, "a", null, """ "categoryPreferences":{"analytics":true}""", "Viewed");
        Last(server).ShouldBe((false, EventFlags.NotForPersonalization | EventFlags.StatesConsent));
        await Tracks(server, "a");
        Last(server).ShouldBe((false, EventFlags.NotForPersonalization));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Says(server, "a", null, Yes);
        await Tracks(server, "a");
        Last(server).ShouldBe((false, EventFlags.None));
    }

    [Fact]
    public async Task A_user_who_refused_refuses_on_every_device_and_others_on_theirs_do_not()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "shared", "ann", No);
        await Tracks(server, "phone", "ann");
        Last(server).Anonymized.ShouldBeTrue();
        await Tracks(server, null, "ann");
        Last(server).Anonymized.ShouldBeTrue();
        await Tracks(server, "shared");
        Last(server).Anonymized.ShouldBeTrue("Whoever it is without a name: somebody on it refused.");
        await Tracks(server, "shared", "bob");
        Last(server).Anonymized.ShouldBeFalse();

        await Says(server, "tablet", null, No);
        await Tracks(server, "tablet", "bob");
        Last(server).Anonymized.ShouldBeTrue("They share a device's choices until they say something themselves.");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Says(server, "tablet", "bob", Yes);
        await Tracks(server, "tablet", "bob");
        Last(server).Anonymized.ShouldBeFalse();
        await Tracks(server, "tablet", "cid");
        Last(server).Anonymized.ShouldBeTrue();
        await Tracks(server, "tablet");
        Last(server).Anonymized.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_linked_after_a_refusal_is_linked_still_so_that_it_holds_for_both()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, No);
        await server.Post("/v1/identify", """{"anonymousId":"a","userId":"ann","traits":{"email":"a@b.example"}}""");
        Last(server).Anonymized.ShouldBeTrue();
        server.Links.Count.ShouldBe(2);
        server.Links.ShouldAllBe(link => link.Link.OtherKind == Govern.Workspaces.KeyDomain.UserId || link.Link.OtherKind == Govern.Workspaces.KeyDomain.AnonymousId);
    }

    [Fact]
    public async Task Within_one_body_the_order_counts()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, No);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var consented = """{"type":"track","event":"E","anonymousId":"a","context":{"consent":{""" + Yes + "}}}";
        var plain = """{"type":"track","event":"F","anonymousId":"a"}""";
        await server.Post("/v1/batch", $$"""{"batch":[{{plain}},{{consented}},{{plain}}]}""");
        server.Events[^3..].Select(seen => seen.Header.Flags.HasFlag(EventFlags.Anonymized)).ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_yes_that_was_not_written_changes_nothing()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a", null, No);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        server.Journal.Answer = AppendOutcome.Unwritable;
        (await Says(server, "a", null, Yes)).Status.ShouldBe(503);
        server.Journal.Answer = null;
        await Tracks(server, "a");
        Last(server).Anonymized.ShouldBeTrue();
    }

    private static (bool Anonymized, EventFlags Flags) Last(CaptureServer server) =>
        (server.Events[^1].Header.Flags.HasFlag(EventFlags.Anonymized), server.Events[^1].Header.Flags);

    private static Task<CaptureServer.Answer> Says(CaptureServer server, string? device, string? user, string consent, string name = "consent_updated") =>
        server.Post("/v1/track", $$$"""{"event":"{{{name}}}",{{{Who(device, user)}}},"context":{"consent":{ {{{consent}}} } } }""");

    private static Task<CaptureServer.Answer> Tracks(CaptureServer server, string? device, string? user = null) =>
        server.Post("/v1/track", $$$"""{"event":"Product Viewed",{{{Who(device, user)}}},"properties":{"product_id":"x","note":"n"}}""");

    private static string Who(string? device, string? user) =>
        string.Join(',', new[] { device is null ? null : $"\"anonymousId\":\"{device}\"", user is null ? null : $"\"userId\":\"{user}\"" }.OfType<string>());
}

using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Intake.Repeats;

/// <summary>One message that the browser and the shop's server both send counts once, though they name its person by different identifiers.</summary>
public sealed class OneMessageForTwo
{
    private const string FromBrowser = """{"anonymousId":"b","userId":"w","messageId":"ord","event":"Order Completed","properties":{"revenue":100}}""";
    private const string FromServer = """{"userId":"w","messageId":"ord","event":"Order Completed","properties":{"revenue":100}}""";

    [Theory]
    [InlineData(FromBrowser, FromServer)]
    [InlineData(FromServer, FromBrowser)]
    public async Task The_second_copy_is_acknowledged_and_not_kept(string first, string second)
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/track", first)).Body.ShouldBe("""{"success":true}""");
        (await server.Post("/v1/track", second)).Body.ShouldBe("""{"success":true}""");
        server.Events.Count.ShouldBe(1);
        server.Links.Count.ShouldBe(2, "whose identifiers are whose is known from either");
        (await server.Post("/v1/track", first)).Status.ShouldBe(200);
        server.Events.Count.ShouldBe(2, "a retry goes where its first try went, and its shard drops it");
    }

    [Fact]
    public async Task Both_copies_in_one_batch_count_once()
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/batch", $$"""{"batch":[{"type":"track",{{FromBrowser[1..]}},{"type":"track",{{FromServer[1..]}}]}""")).Body.ShouldBe("""{"success":true}""");
        server.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(AppendOutcome.Overloaded, 429)]
    [InlineData(AppendOutcome.Unwritable, 503)]
    public async Task What_was_refused_is_no_repeat(AppendOutcome refused, int status)
    {
        await using var server = await CaptureServer.Start();
        server.Journal.Answer = refused;
        (await server.Post("/v1/track", FromBrowser)).Status.ShouldBe(status);
        server.Journal.Answer = null;
        (await server.Post("/v1/track", FromServer)).Status.ShouldBe(200);
        (await server.Post("/v1/track", FromBrowser)).Status.ShouldBe(200);
        server.Events.ShouldHaveSingleItem().Text(EventField.AnonymousId).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_of_consent_in_a_second_copy_is_heard()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", FromBrowser);
        await server.Post("/v1/track", FromServer[..^1] + ""","context":{"consent":{"categoryPreferences":{"personalization":false}}}}""");
        server.Events.Select(seen => seen.Text(EventField.Name)).ShouldBe(["order_completed", "consent_updated"]);
        server.Events[1].Header.Message.ShouldNotBe(server.Events[0].Header.Message);
    }

    [Fact]
    public async Task Of_copies_sent_at_the_same_moment_one_counts()
    {
        await using var server = await CaptureServer.Start();
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var who = (i % 4) switch { 0 => "\"anonymousId\":\"b\",\"userId\":\"w\"", 1 => "\"userId\":\"w\"", 2 => "\"anonymousId\":\"c\"", _ => "\"userId\":\"v\"" };
            (await server.Post("/v1/track", $$"""{"event":"A",{{who}},"messageId":"m{{i / 4}}"}""")).Status.ShouldBe(200);
        });
        server.Events.Count.ShouldBe(100);
        server.Events.Select(static seen => seen.Header.Message).Distinct().Count().ShouldBe(100);
    }
}

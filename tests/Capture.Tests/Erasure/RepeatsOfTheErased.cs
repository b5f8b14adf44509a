using System.Buffers;
using System.Text;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Journal;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Tests.Erasure;

/// <summary>What was erased does not come back because a client sends it again.</summary>
public sealed class RepeatsOfTheErased
{
    private const string Seen = """{"event":"Product Viewed","messageId":"m-1","anonymousId":"rs-device","userId":"rs-user","properties":{"product_id":"I1","note":"rs-note"}}""";
    private const string Nameless = """{"event":"Product Viewed","anonymousId":"rs-device","properties":{"product_id":"I2"}}""";
    private const string Stated = """{"event":"Product Viewed","messageId":"m-2","anonymousId":"rs-device","context":{"consent":{"categoryPreferences":{"personalization":false}}}}""";

    private static readonly string[] Events = [Seen, Nameless, Stated];

    [Fact]
    public async Task A_repeat_is_taken_and_not_written_after_the_mark_after_the_pass_and_after_a_restart()
    {
        await using var server = await CaptureServer.Start();
        await Send(server);
        var order = OrderOf(server);
        (await server.Service<IErasureMark>().Mark(order)).ShouldBeTrue();
        var marked = server.Journal.Payloads.Count;
        await Send(server);
        server.Journal.Payloads.Count.ShouldBe(marked, "Between the mark and the pass.");

        await server.Service<IEnumerable<IErasable>>().OfType<JournalErasable>().Single().Erase([order], CancellationToken.None);
        Mentions(server).ShouldBe(0);
        await Send(server);
        server.Journal.Payloads.Count.ShouldBe(marked);

        var memory = new MessageMemory(Options.Create(new MessageOptions()), server.Clock);
        using var restore = new MessageRestore(server.Journal, memory, Options.Create(new MessageOptions()), server.Clock, NullLogger<MessageRestore>.Instance);
        await restore.StartAsync(CancellationToken.None);
        await memory.Restored;
        server.Journal.Payloads.Where(static payload => payload.Length > 0).Select(static payload => new EventView(payload).Header.Message).Where(static message => message != default).Distinct()
            .ShouldAllBe(message => memory.IsErased(message));

        (await server.Post("/v1/track", Seen.Replace("m-1", "m-9", StringComparison.Ordinal))).Status.ShouldBe(200);
        Mentions(server).ShouldBeGreaterThan(0, "Who comes back is new.");
    }

    [Fact]
    public async Task A_repeat_that_slipped_in_behind_the_mark_goes_with_what_it_repeats()
    {
        await using var server = await CaptureServer.Start();
        await Send(server);
        var order = OrderOf(server);
        var copies = server.Journal.Payloads.ToArray();
        (await server.Service<IErasureMark>().Mark(order)).ShouldBeTrue();
        var batch = JournalBatch.Rent();
        foreach (var copy in copies)
        {
            var person = new EventView(copy).Header.Person;
            batch.Write(copy);
            batch.Seal(person.Partition(server.Journal.Partitions), person.Low);
        }

        await server.Journal.Append(batch);
        batch.Return();
        await server.Service<IEnumerable<IErasable>>().OfType<JournalErasable>().Single().Erase([order], CancellationToken.None);
        server.Journal.Payloads.Where(static payload => payload.Length > 0 && new EventView(payload).Header.Kind != EventKind.Link)
            .ShouldAllBe(payload => Encoding.UTF8.GetString(payload).IndexOf("rs-", StringComparison.Ordinal) < 0);
    }

    private static async Task Send(CaptureServer server)
    {
        foreach (var json in Events)
            (await server.Post("/v1/track", json)).Status.ShouldBe(200);
    }

    private static int Mentions(CaptureServer server) => server.Journal.Payloads.Count(static payload => Encoding.UTF8.GetString(payload).Contains("rs-", StringComparison.Ordinal));

    private static ErasureOrder OrderOf(CaptureServer server)
    {
        SubjectKey Key(KeyDomain kind, string id)
        {
            var key = PersonKey.Of(server.Workspace, kind, Encoding.UTF8.GetBytes(id));
            return new SubjectKey(key.High, key.Low);
        }

        var target = new ErasureTarget(server.Workspace.Id.Value, [Key(KeyDomain.AnonymousId, "rs-device"), Key(KeyDomain.UserId, "rs-user")], [], ["rs-device", "rs-user"], 1);
        return new ErasureOrder("er_test", target, server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }
}

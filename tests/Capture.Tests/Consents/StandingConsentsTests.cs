using CsCheck;
using Kairos.Capture.Consents;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Erasure;
using Kairos.Govern.Purposes;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Tests.Consents;

public sealed class StandingConsentsTests
{
    private const ushort Both = 3; // Analytics and personalization.

    [Fact]
    public void In_whatever_order_choices_arrive_the_later_counts_and_of_two_at_once_the_no()
    {
        var word = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5]);
        word.Array[1, 12].Sample(words =>
        {
            var (one, other) = (Fresh(), Fresh());
            foreach (var (granted, refused, at) in words)
                one.Note(Who(1), (ushort)granted, (ushort)refused, at, at, chosen: true);
            foreach (var (granted, refused, at) in words.Reverse())
                other.Note(Who(1), (ushort)granted, (ushort)refused, at, at, chosen: true);
            var state = words.Aggregate(ConsentState.None, (sofar, said) =>
                sofar.Apply(PurposePolicy.Of("fresh"), new StatedConsent((ushort)said.Item1, (ushort)said.Item2, false), said.Item3));
            var refusedNow = Enumerable.Range(0, 2).Where(purpose => state.Stated(purpose) is { Granted: false }).Sum(purpose => 1 << purpose);
            return one.Refused(Who(1)) == refusedNow && other.Refused(Who(1)) == refusedNow;
        });
    }

    [Fact]
    public void Past_the_bound_no_refusal_is_forgotten_and_a_later_yes_is_heard()
    {
        var consents = Fresh(1_000);
        for (var i = 0; i < 5_000; i++)
            consents.Note(Who(i), 0, (ushort)(i % 2 == 0 ? 1 : Both), 10, 10, chosen: false);
        consents.Count.ShouldBe(1_000);
        for (var i = 0; i < 5_000; i++)
            (consents.Refused(Who(i)) & (i % 2 == 0 ? 1 : Both)).ShouldBe(i % 2 == 0 ? 1 : Both);
        Enumerable.Range(5_000, 5_000).Count(i => consents.Refused(Who(i)) != 0).ShouldBeLessThan(100);

        consents.Note(Who(1), 1, 0, 20, 20, chosen: false);
        consents.Refused(Who(1)).ShouldBe((ushort)2);
    }

    [Fact]
    public void Asking_and_saying_the_same_again_costs_no_memory()
    {
        var consents = Fresh();
        var who = new StandingKeys(Who(1).Device, Who(2).Device);
        consents.Note(who, 0, Both, 1, 1, chosen: false);
        var at = 1L;
        Play();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Play();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Play()
        {
            consents.Note(who, 0, Both, ++at, at, chosen: false);
            consents.Refused(who);
            consents.Refused(Who(3));
        }
    }

    [Fact]
    public async Task What_was_refused_is_known_after_a_start_from_the_file_and_from_the_journal_alone()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a");
        await server.Service<StandingService>().Store(CancellationToken.None);
        await Says(server, "b");
        var path = Path.Combine(server.Folder, "refusals.dat");

        foreach (var damage in (Action[])[() => { }, () => File.AppendAllText(path, "x"), () => File.Delete(path)])
        {
            damage();
            var (consents, service) = Again(server);
            await service.StartAsync(CancellationToken.None);
            foreach (var id in new[] { "a", "b" })
                consents.Refused(Key(server, id)).ShouldBe(Both, id);
            consents.Refused(Key(server, "c")).ShouldBe((ushort)0);
            service.Dispose();
        }
    }

    [Fact]
    public async Task Whoever_is_erased_leaves_the_file_and_counts_anew()
    {
        await using var server = await CaptureServer.Start();
        await Says(server, "a");
        await Says(server, "b");
        var key = Key(server, "a").Device;
        var order = new ErasureOrder("o", new ErasureTarget(server.Workspace.Id.Value, [new SubjectKey(key.High, key.Low)], [], ["a"], 1), server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        (await server.Service<IErasureMark>().Mark(order)).ShouldBeTrue();
        await new StandingErasable(server.Service<StandingConsents>(), server.Service<StandingService>(), server.Journal).Erase([order], CancellationToken.None);
        server.Service<StandingConsents>().Refused(Key(server, "a")).ShouldBe((ushort)0);
        server.Service<StandingConsents>().Refused(Key(server, "b")).ShouldBe(Both);
        File.ReadAllBytes(Path.Combine(server.Folder, "refusals.dat")).AsSpan().IndexOf(BitConverter.GetBytes(key.Low)).ShouldBe(-1);

        File.Delete(Path.Combine(server.Folder, "refusals.dat"));
        var (consents, service) = Again(server);
        await service.StartAsync(CancellationToken.None);
        consents.Refused(Key(server, "a")).ShouldBe((ushort)0, "The mark tells a start, too.");
        consents.Refused(Key(server, "b")).ShouldBe(Both);
        service.Dispose();
    }

    private static (StandingConsents Consents, StandingService Service) Again(CaptureServer server)
    {
        var consents = Fresh();
        return (consents, new StandingService(server.Journal, consents, server.Service<PurposePolicies>(), server.Service<Govern.Workspaces.IWorkspaces>(),
            server.Service<Govern.Workspaces.DataFolder>(), Options.Create(new StandingOptions()), server.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<StandingService>.Instance));
    }

    private static async Task Says(CaptureServer server, string id) =>
        (await server.Post("/v1/track", $$$$"""{"event":"E","anonymousId":"{{{{id}}}}","context":{"consent":{"categoryPreferences":{"analytics":false,"personalization":false}} }}""")).Status.ShouldBe(200);

    private static StandingKeys Key(CaptureServer server, string id) =>
        new(PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.AnonymousId, System.Text.Encoding.UTF8.GetBytes(id)), default);

    private static StandingKeys Who(int number)
    {
        var hash = (ulong)(number + 1) * 0xD6E8FEB86659FD93;
        return new(new PersonKey(hash ^ 0x9E3779B97F4A7C15, hash * 0xC2B2AE3D27D4EB4F), default);
    }

    private static StandingConsents Fresh(int max = 1_000_000) =>
        new(new PurposePolicies(PurposePolicy.Of("fresh")), Options.Create(new StandingOptions { IdentifiersMax = max }));
}

using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Intake;

/// <summary>What is known of a link in the end, when it was first said and when last outright, does not depend on the order in which events came.</summary>
public sealed class OrderOfLinks
{
    private static readonly Gen<(int Device, int User, bool Said, int Minute)[]> Stories =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 130]).Array[1, 12];

    [Fact]
    public async Task The_same_events_in_any_order_say_the_same_of_every_link()
    {
        await using var server = await CaptureServer.Start();
        server.Clock.Advance(TimeSpan.FromHours(3));
        var story = 0;
        await Gen.Select(Stories, Gen.Int[1, 3], Gen.Int[0, int.MaxValue]).SampleAsync(async (events, together, seed) =>
        {
            var shuffled = events.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (once, again) = (await Tell(server, $"s{++story}-", events, 1), await Tell(server, $"s{++story}-", shuffled, together));
            once.ShouldBe(again);
        }, iter: 150, threads: 1);
    }

    [Fact]
    public async Task The_first_user_of_a_device_is_who_was_first_not_who_came_first()
    {
        await using var server = await CaptureServer.Start();
        server.Clock.Advance(TimeSpan.FromHours(1));
        var known = await Tell(server, "", [(0, 0, false, 5), (0, 1, false, 3), (0, 0, false, 1)], 1);
        known.MinBy(link => link.FirstMs).ShouldBe(("d0", "u0", Minute(1), 0));
    }

    // The links as a shard folds them: the least first time, the greatest time said outright.
    private static async Task<List<(string, string, long FirstMs, long)>> Tell(CaptureServer server, string prefix, (int Device, int User, bool Said, int Minute)[] events, int together)
    {
        var before = server.Journal.Count;
        foreach (var some in events.Chunk(together))
        {
            var bodies = some.Select(one => $$"""
                {"type":"{{(one.Said ? "identify" : "track")}}","event":"A","anonymousId":"{{prefix}}d{{one.Device}}","userId":"{{prefix}}u{{one.User}}","timestamp":"2026-01-05T{{10 + (one.Minute / 60)}}:{{one.Minute % 60:00}}:00Z"}
                """);
            (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', bodies)}}]}""")).Status.ShouldBe(200);
        }

        var names = new Dictionary<PersonKey, string>();
        for (var i = 0; i < 3; i++)
        {
            names[PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.AnonymousId, System.Text.Encoding.UTF8.GetBytes($"{prefix}d{i}"))] = $"d{i}";
            names[PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.UserId, System.Text.Encoding.UTF8.GetBytes($"{prefix}u{i}"))] = $"u{i}";
        }

        var known = new Dictionary<(string, string), (long First, long Said)>();
        foreach (var payload in server.Journal.After(before))
        {
            var view = new EventView(payload);
            if (view.Header.Kind != EventKind.Link)
                continue;
            var link = LinkMention.Read(view.Find(EventField.Link));
            var key = (names[view.Header.Person], names[link.Other]);
            var (first, said) = known.GetValueOrDefault(key, (long.MaxValue, 0));
            known[key] = (Math.Min(first, view.Header.HappenedAtMs), Math.Max(said, link.Statement == LinkStatement.Said ? view.Header.HappenedAtMs : 0));
        }

        return [.. known.Select(static one => (one.Key.Item1, one.Key.Item2, one.Value.First, one.Value.Said)).Order()];
    }

    private static long Minute(int minute) => new DateTimeOffset(2026, 1, 5, 10, minute, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}

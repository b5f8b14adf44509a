using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Events;

namespace Kairos.Unify.Tests.People;

public sealed class HistoryWalks
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 3_600_000;

    [Fact]
    public async Task A_message_sent_again_between_two_pages_is_on_one_of_them()
    {
        await using var server = await UnifyServer.Start();
        for (var i = 0; i < 6; i++)
            Saw(server, "ann", $"{i}", i);
        var (first, cursor) = await Page(server, "ann", 2, null);
        first.ShouldBe(["5", "4"]);
        Saw(server, "ann", "1", 100);
        Saw(server, "ann", "6", 101);
        var (rest, _) = await Page(server, "ann", 10, cursor);
        rest.ShouldBe(["3", "2", "1", "0"]);
    }

    [Fact]
    public async Task A_walk_shows_every_message_once_whatever_arrives_meanwhile()
    {
        await using var server = await UnifyServer.Start();
        var walk = 0;
        // A device and the user it leads to: two partitions, and messages that came under both.
        await Gen.Select(Gen.Int[0, 25].Array[1, 60], Gen.Int[0, 40].Array[0, 20], Gen.Int[1, 7]).SampleAsync(async sample =>
        {
            var (sent, meanwhile, limit) = sample;
            var (ann, atMs) = ($"ann{Interlocked.Increment(ref walk)}", 0);
            new Happened(ann, Now) { Workspace = server.Shop, UserId = ann, Kind = EventKind.Identify, Message = $"{ann}-first" }.In(server.Journal);
            foreach (var message in sent)
                Saw(server, atMs % 3 == 0 ? "" : ann, $"{ann}-{message}", ++atMs, ann);

            List<string> seen = [];
            string? cursor = null;
            var late = new Queue<int>(meanwhile);
            do
            {
                (var page, cursor) = await Page(server, ann, limit, cursor);
                seen.AddRange(page);
                for (var i = 0; i < 3 && late.TryDequeue(out var message); i++)
                    Saw(server, ann, $"{ann}-{message}", ++atMs, message % 2 == 0 ? ann : null);
            }
            while (cursor is not null);
            seen.Distinct().Count().ShouldBe(seen.Count);
            seen.Order(StringComparer.Ordinal).ShouldBe(sent.Distinct().Select(message => $"{ann}-{message}").Append($"{ann}-first").Order(StringComparer.Ordinal));
        }, iter: 60, threads: 1);
    }

    private static void Saw(UnifyServer server, string visitor, string message, int atMs, string? user = null) =>
        new Happened(visitor, Now + atMs) { Workspace = server.Shop, Message = message, UserId = user }.In(server.Journal);

    private static async Task<(List<string> Messages, string? Cursor)> Page(UnifyServer server, string visitor, int limit, string? cursor)
    {
        var page = await server.Http.GetFromJsonAsync<JsonElement>(
            $"/v1/profiles/anonymousId:{visitor}/events?limit={limit}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)), TestContext.Current.CancellationToken);
        return ([.. page.GetProperty("events").EnumerateArray().Select(static one => one.GetProperty("messageId").GetString()!)], page.GetProperty("nextCursor").GetString());
    }
}

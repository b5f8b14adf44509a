using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Contracts;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Unify.Tests;

public sealed class ServedTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000;

    [Fact]
    public async Task You_read_your_writes()
    {
        await using var server = await UnifyServer.Start();
        for (var i = 1; i <= 500; i++)
        {
            var happened = new Happened($"v{i % 50}", Now + i) { Workspace = server.Shop, Items = [$"i{i}"] };
            happened.In(server.Journal);
            var person = await server.People.Read(server.Shop.Id, new VisitorKeys(happened.Person, happened.Device), TestContext.Current.CancellationToken);
            person.Current!.Touches.Length.ShouldBe(((i - 1) / 50) + 1);
        }
    }

    [Fact]
    public async Task A_restart_finds_everybody_and_two_servers_run_side_by_side()
    {
        using var folder = new TemporaryFolder();
        var journal = new MemoryJournal();
        await using var beside = await UnifyServer.Start();
        await using (var first = await UnifyServer.Start(journal, folder))
        {
            for (var i = 0; i < 200; i++)
                new Happened($"v{i}", Now) { Workspace = first.Shop, UserId = $"u{i}" }.In(journal);
        }

        await using var second = await UnifyServer.Start(journal, folder);
        for (var i = 0; i < 200; i++)
        {
            var person = await second.People.Read(second.Shop.Id, second.People.Route(second.Shop, "", $"u{i}"), TestContext.Current.CancellationToken);
            person.Events.ShouldBe(1);
            person.Parts.ShouldBe([Happened.PersonOf($"v{i}", second.Shop), Happened.UserOf($"u{i}", second.Shop)], ignoreOrder: true);
        }

        second.Services.GetRequiredService<IShardHealth>().Progress.Sum(shard => shard.Tally.Repeats).ShouldBe(0);
        var rebuild = second.Services.GetRequiredService<Rebuild>();
        var shards = second.Services.GetRequiredService<Func<int, IShardGrain>>();
        for (var partition = 0; partition < journal.Partitions; partition++)
            rebuild.Compare(partition, await shards(partition).Hash(), TestContext.Current.CancellationToken).Outcome.ShouldBe(RebuildOutcome.Equal);
    }

    [Fact]
    public async Task A_shard_whose_partition_was_taken_over_steps_down_and_begins_again_from_the_store()
    {
        await using var server = await UnifyServer.Start();
        var ann = new Happened("ann", Now) { Workspace = server.Shop };
        ann.In(server.Journal);
        var store = server.Services.GetRequiredService<IPeopleStore>();
        var partition = ann.Person.Partition(server.Journal.Partitions);
        var epoch = store.Open(partition).Epoch; // As another server would.
        (ann with { Message = "another", AtMs = Now + 1 }).In(server.Journal);
        await Until(() => Task.FromResult(((SqlitePeopleStore)store).EpochOf(partition) > epoch));
        (await server.People.Read(server.Shop.Id, new VisitorKeys(ann.Person, 0), TestContext.Current.CancellationToken)).Events.ShouldBe(2);
    }

    [Fact]
    public async Task A_profile_reads_like_a_person()
    {
        await using var server = await UnifyServer.Start();
        new Happened("ann/1", Now, EventCode.ProductsSearched) { Workspace = server.Shop, Query = "boots", UserId = "u:1", Traits = """{"plan":"gold"}""", Consent = ("email", true) }.In(server.Journal);
        new Happened("ann/1", Now + 1000) { Workspace = server.Shop, Items = ["x"], Category = "shoes", Brand = "acme", Price = 9 }.In(server.Journal);

        var profile = await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/userId:u%3A1", TestContext.Current.CancellationToken);
        profile.GetProperty("events").GetInt64().ShouldBe(2);
        profile.GetProperty("identifiers").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldBe(["ann/1", "u:1"]);
        profile.GetProperty("traits").GetProperty("plan").GetString().ShouldBe("gold");
        profile.GetProperty("consent").GetProperty("email").GetProperty("granted").GetBoolean().ShouldBeTrue();
        profile.GetProperty("counts").GetProperty("product_viewed").GetInt64().ShouldBe(1);
        var session = profile.GetProperty("session");
        session.GetProperty("searches")[0].GetString().ShouldBe("boots");
        await Until(async () => (await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/anonymousId:ann%2F1", TestContext.Current.CancellationToken))
            .GetProperty("session").GetProperty("context").GetProperty("categories")[0].GetProperty("name").GetString() == "shoes");
        (await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/userId:u%3A1/sessions", TestContext.Current.CancellationToken))
            .GetProperty("sessions")[0].GetProperty("touches").GetArrayLength().ShouldBe(2);
        (await server.Http.GetAsync("/v1/profiles/userId:nobody", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Http.GetAsync("/v1/profiles/shoe:42", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var stranger = new HttpClient { BaseAddress = server.Http.BaseAddress };
        (await stranger.GetAsync("/v1/profiles/userId:u1", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Events_are_paged_newest_first_and_each_message_once()
    {
        await using var server = await UnifyServer.Start();
        for (var i = 0; i < 10; i++)
        {
            var happened = new Happened("ann", Now + i) { Workspace = server.Shop, Message = $"page-{i}" };
            happened.In(server.Journal);
            if (i % 3 == 0)
                happened.In(server.Journal);
        }

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/profiles/anonymousId:ann/events?limit=3{(cursor is null ? "" : "&cursor=" + cursor)}", TestContext.Current.CancellationToken);
            page.GetProperty("events").GetArrayLength().ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("messageId").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        seen.ShouldBe(Enumerable.Range(0, 10).Reverse().Select(i => $"page-{i}"));
        (await server.Http.GetAsync("/v1/profiles/anonymousId:ann/events?cursor=-x", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_item_that_was_put_is_there_and_one_deleted_is_gone()
    {
        await using var server = await UnifyServer.Start();
        for (var i = 0; i < 20; i++)
        {
            var put = await server.Http.PutAsJsonAsync("/v1/items/sku-1", new { name = "Boot", price = 10 + i, category = "shoes" }, TestContext.Current.CancellationToken);
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await server.Http.GetFromJsonAsync<JsonElement>("/v1/items/sku-1", TestContext.Current.CancellationToken)).GetProperty("price").GetDouble().ShouldBe(10 + i);
        }

        (await server.Http.PutAsJsonAsync("/v1/items/sku-1", new { price = -1 }, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Http.PutAsync("/v1/items/sku-1", new StringContent(new string(' ', 40_000)), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.Http.DeleteAsync("/v1/items/sku-1", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await server.Http.GetAsync("/v1/items/sku-1", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Http.DeleteAsync("/v1/items/sku-1", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Many_items_come_in_line_by_line_and_bad_lines_are_named()
    {
        await using var server = await UnifyServer.Start();
        var lines = new StringBuilder();
        for (var i = 1; i <= 3_000; i++)
            lines.AppendLine(i is 5 or 700 ? "{\"price\":-1}" : $$"""{"id":"i{{i:d5}}","name":"Item {{i}}","price":{{i}}}""");
        var answer = await (await server.Http.PostAsync("/v1/items/bulk", new StringContent(lines.ToString()), TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        answer.GetProperty("put").GetInt32().ShouldBe(2_998);
        answer.GetProperty("refused").GetInt32().ShouldBe(2);
        answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()).ShouldBe([5, 700]);
        var page = await server.Http.GetFromJsonAsync<JsonElement>("/v1/items?limit=2", TestContext.Current.CancellationToken);
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe(["i00001", "i00002"]);
        page = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/items?limit=1&cursor={page.GetProperty("nextCursor").GetString()}", TestContext.Current.CancellationToken);
        page.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe("i00003");
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30);)
        {
            if (await holds())
                return;
        }

        throw new TimeoutException("It never held.");
    }
}

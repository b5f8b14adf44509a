using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Unify.Tests.Identities.Proposals;

/// <summary>Calls about proposals, as short as tests like them.</summary>
internal static class ProposalCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static (string A, string B) Ends(JsonElement proposal) =>
        (Name(proposal.GetProperty("people")[0]), Name(proposal.GetProperty("people")[1]));

    // Whoever is being erased has a key only.
    public static string Name(JsonElement person) => (person.TryGetProperty("id", out var id) ? id : person.GetProperty("key")).GetString()!;

    public static async Task<JsonElement> Run(UnifyServer server)
    {
        using (var answer = await server.Http.PostAsync("/v1/identities/proposals/run", null, Cancel))
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var run = default(JsonElement);
        await Until(async () => (run = await Get(server, "/v1/identities/proposals/run")).GetProperty("state").GetString() != "running");
        run.GetProperty("state").GetString().ShouldBe("done");
        return run;
    }

    public static async Task<List<JsonElement>> All(UnifyServer server, string query)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await Get(server, "/v1/identities/proposals" + query + (cursor is null ? "" : (query.Length > 0 ? "&" : "?") + "cursor=" + cursor));
            all.AddRange(page.GetProperty("proposals").EnumerateArray());
            if (!page.TryGetProperty("nextCursor", out var next))
                return all;
            cursor = next.GetString();
        }
    }

    public static async Task<PersonSnapshot> For(UnifyServer server, string user, string purpose)
    {
        var reading = server.Services.GetRequiredService<PurposeReading>();
        return (await reading.Read(server.Shop.Id, reading.Route(server.Shop, "", user), Cancel))
            .For(PurposeUse.Of(purpose, server.Services.GetRequiredService<PurposePolicies>())).Value.ShouldNotBeNull();
    }

    public static async Task<long> EventsFor(UnifyServer server, string user, string purpose) => (await For(server, user, purpose)).Events;

    public static async Task<int> SessionsFor(UnifyServer server, string user, string purpose) => (await For(server, user, purpose)).Sessions.Length;

    public static async Task Until(Func<Task<bool>> holds)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(until).ShouldBeLessThan(TimeSpan.FromMinutes(2), "It takes too long.");
            await Task.Delay(20, Cancel);
        }
    }

    public static Task<JsonElement> Get(UnifyServer server, string path) => server.Http.GetFromJsonAsync<JsonElement>(path, Cancel);

    public static async Task<JsonElement> Post(UnifyServer server, string path, object body, HttpStatusCode expected)
    {
        using var answer = await server.Http.PostAsJsonAsync(path, body, Cancel);
        answer.StatusCode.ShouldBe(expected);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Kairos.Govern.Workspaces;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Workspaces;

/// <summary>Promise 10, and T7 of docs/security.md: workspaces never mix, even where every name and id in them is the same.</summary>
public sealed class Two_workspaces
{
    private const string Person = "the-same-person";

    [Fact]
    public async Task Of_one_server_never_mix()
    {
        await using var home = await new ServerHome().Start();
        await home.Terminate();
        var (write, secret) = SecondWorkspace(home);
        await home.Start();

        var ours = new ApiCaller(home);
        var theirs = new ApiCaller(home, secret);
        await Capture(new ApiCaller(home, home.WriteKey), events: 3, item: "OURS");
        await Capture(new ApiCaller(home, write), events: 2, item: "THEIRS");

        (await new People(ours).Touched(Person)).Distinct().ShouldBe(["OURS"]);
        (await new People(theirs).Touched(Person)).Distinct().ShouldBe(["THEIRS"]);
        (await new People(ours).Events(Person)).Count.ShouldBe(3);
        (await new People(theirs).Events(Person)).Count.ShouldBe(2, "The same message ids in another workspace are other events.");

        (await ours.Send(HttpMethod.Get, "/v1/items/THEIRS")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.Send(HttpMethod.Get, "/v1/items/OURS")).Status.ShouldBe(HttpStatusCode.NotFound);
        await theirs.Send(HttpMethod.Put, "/v1/items/OURS", """{"name":"theirs now"}""");
        (await ours.Get("/v1/items/OURS")).ToString().ShouldNotContain("theirs now");
        await DecisionsStayApart(ours, theirs);

        (await new ApiCaller(home, write).Send(HttpMethod.Get, $"/v1/profiles/anonymousId:{Person}")).Status.ShouldBe(HttpStatusCode.Unauthorized, "A write key reads nobody.");
    }

    private static async Task DecisionsStayApart(ApiCaller ours, ApiCaller theirs)
    {
        var decision = await ours.Post("/api/recommendations", new JsonObject { ["session_id"] = "somebody-new", ["limit"] = 5 });
        decision.GetProperty("recommendations").EnumerateArray().Select(i => i.GetString()).ShouldBe(["OURS"]);
        var id = decision.GetProperty("decision_id").GetString();
        await ours.Get($"/v1/decisions/{id}");
        (await theirs.Send(HttpMethod.Get, $"/v1/decisions/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task Capture(ApiCaller api, int events, string item)
    {
        for (var i = 0; i < events; i++)
            await api.Post("/v1/track", new EventDraft($"message-{i}", Person, "Product Viewed", item).ToJson());
    }

    private static (string Write, string Secret) SecondWorkspace(ServerHome home)
    {
        var workspaces = new SqliteWorkspaces(new DataFolder(home.Folder), new FirstKeys(), TimeProvider.System);
        var second = workspaces.Create("second").ShouldNotBeNull();
        return (workspaces.CreateKey(second.Id, KeyKind.Write, "test"), workspaces.CreateKey(second.Id, KeyKind.Secret, "test"));
    }
}

using System.Net;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.SideBySide;

/// <summary>Servers with different data folders and ports share a machine and nothing else.</summary>
public sealed class Two_servers(SharedServer shared)
{
    [Fact]
    public async Task Side_by_side_share_nothing()
    {
        await using var other = await new ServerHome().Start();
        var person = "both-" + Guid.NewGuid().ToString("N");
        foreach (var (home, events) in ((ServerHome, int)[])[(shared.Home, 3), (other, 5)])
            for (var i = 0; i < events; i++)
                await new CaptureCaller(home).SendAccepted(new EventDraft($"{person}-{i}", person, "Product Viewed", $"SKU-{i}"));

        (await new People(new ApiCaller(shared.Home)).Find(person)).Events.ShouldBe(3);
        (await new People(new ApiCaller(other)).Find(person)).Events.ShouldBe(5);
        (await new ApiCaller(other, shared.Home.SecretKey).Send(HttpMethod.Get, $"/v1/profiles/anonymousId:{person}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await new ApiCaller(other, shared.Home.WriteKey).Send(HttpMethod.Post, "/v1/track", "{}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task On_one_data_folder_are_refused()
    {
        await using var second = new ServerHome(shared.Home.Folder);
        var refusal = await Should.ThrowAsync<InvalidOperationException>(second.Start);
        refusal.Message.ShouldContain("ended with code");
        refusal.Message.ShouldContain(shared.Home.Folder);
        shared.Home.Server.Running.ShouldBeTrue();
    }
}

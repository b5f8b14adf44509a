using System.Net;
using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Erasures;

/// <summary><c>kairos erase --data</c>: whoever is erased while no server runs is in no byte of the folder either.</summary>
public sealed class An_erasure_of_a_folder
{
    [Fact]
    public async Task Leaves_no_byte_of_him_and_everybody_else_as_they_were()
    {
        await using var home = await new ServerHome(null, ("Capture:Journal:SegmentBytes", "65536"), ("Capture:Archive:PartAge", "00:00:01"), ("Unify:Shards:CheckpointEvery", "00:00:00.200")).Start();
        var (him, her) = (new Victim("k4m9p2t7x5"), new Victim("w8d3f6j1r0"));
        for (var round = 0; round < 4; round++)
        {
            await him.Visit(home, round);
            await her.Visit(home, round);
        }

        var api = new ApiCaller(home);
        var before = (await api.Get($"/v1/profiles/userId:{her.UserId}?fields=events,counts,traits,identifiers")).GetRawText();
        var hers = (await api.Get($"/v1/profiles/userId:{her.UserId}/events?limit=500")).GetProperty("events").GetArrayLength();
        await home.Terminate();
        var traces = new Traces(home.Folder, him.Words, him.Identifiers);
        (await traces.In(home.Folder)).ShouldNotBeEmpty("The test would prove nothing.");

        var (code, text) = await RunningServer.Run("erase", "userId:" + him.UserId, "--data", home.Folder, "--json");
        code.ShouldBe(0, text);
        var receipt = JsonDocument.Parse(text.Split('\n').Last(static line => line.StartsWith('{'))).RootElement;
        receipt.GetProperty("status").GetString().ShouldBe("done");
        foreach (var removed in (string[])["people", "events", "quarantined"])
            receipt.GetProperty("removed").GetProperty(removed).GetInt64().ShouldBeGreaterThan(0, removed);
        (await traces.In(home.Folder)).ShouldBeEmpty();
        text.ShouldNotContain(him.UserId);
        (await RunningServer.Run("doctor", "--data", home.Folder)).Code.ShouldBe(0);
        (await RunningServer.Run("replay", "--verify", "--data", home.Folder)).Code.ShouldBe(0);

        await home.Start();
        (await api.Send(HttpMethod.Get, $"/v1/profiles/userId:{him.UserId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Get($"/v1/profiles/userId:{her.UserId}?fields=events,counts,traits,identifiers")).GetRawText().ShouldBe(before);
        (await api.Get($"/v1/profiles/userId:{her.UserId}/events?limit=500")).GetProperty("events").GetArrayLength().ShouldBe(hers);
    }

    [Fact]
    public async Task Says_why_it_cannot_be_done()
    {
        await using var home = await new ServerHome().Start();
        (await RunningServer.Run("erase", "userId:x", "--data", home.Folder)).ShouldSatisfyAllConditions(
            static held => held.Code.ShouldBe(4), static held => held.Text.ShouldContain("in use by another Kairos process"));
        await home.Terminate();
        (await RunningServer.Run("erase", "x", "--data", home.Folder)).ShouldSatisfyAllConditions(static wrong => wrong.Code.ShouldBe(2), static wrong => wrong.Text.ShouldContain("TYPE:ID"));
        (await RunningServer.Run("erase", "userId:x", "--data", home.Folder, "--workspace", "nowhere")).Text.ShouldContain("There is no workspace nowhere");
        (await RunningServer.Run("erase", "userId:x", "--data", Path.Combine(home.Folder, "none"))).Text.ShouldContain("There is no journal");
        (await RunningServer.Run("erase", "userId:never-seen", "--data", home.Folder)).Code.ShouldBe(0, "An erasure of nobody is done at once.");
    }
}

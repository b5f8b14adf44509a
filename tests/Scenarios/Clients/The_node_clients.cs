using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Clients;

/// <summary>Segment's and RudderStack's own clients for servers, unchanged, over a good and a bad network.</summary>
public sealed class The_node_clients(SharedServer shared)
{
    private const int Tracks = 60;
    private readonly ServerHome _home = shared.Home;

    [Fact]
    public Task Of_segment_work_unchanged() => Work("@segment/analytics-node", "segment-node.mjs", Faults.None);

    [Fact]
    public Task Of_segment_lose_and_double_nothing_over_a_bad_network() => Work("@segment/analytics-node", "segment-node.mjs", Faults.InTurn);

    [Fact]
    public Task Of_rudderstack_work_unchanged() => Work("@rudderstack/rudder-sdk-node", "rudder-node.mjs", Faults.None);

    [Fact]
    public Task Of_rudderstack_lose_and_double_nothing_over_a_bad_network() => Work("@rudderstack/rudder-sdk-node", "rudder-node.mjs", Faults.InTurn);

    private async Task Work(string package, string script, Func<int, Fault> plan)
    {
        NodeScript.Require(package);
        await using var proxy = await FaultyProxy.Start(await _home.Address, plan);
        var person = "node-" + Guid.NewGuid().ToString("N");
        var report = await NodeScript.Run(script, proxy.Address.ToString(), _home.WriteKey, person, Tracks.ToString());

        report.Failed.ShouldBeEmpty();
        report.Delivered.Count.ShouldBe(Tracks + HeldEvents.Others);
        if (plan != Faults.None)
            proxy.Done.Keys.ShouldBe(Enum.GetValues<Fault>(), ignoreOrder: true, "Not every fault came to pass: the test would prove little.");
        await new HeldEvents(new People(new ApiCaller(_home)), person).AreExactly(report.Delivered);
    }
}

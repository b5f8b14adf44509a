using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Clients;

/// <summary>Segment's and RudderStack's own clients for servers, unchanged, over a good and a bad network.</summary>
public sealed class The_node_clients(SharedServer shared)
{
    private const int Tracks = 60;
    private static readonly string[] Verbs = ["alias", "group", "identify", "page", "screen"];
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
        report.Delivered.Count.ShouldBe(Tracks + Verbs.Length);
        if (plan != Faults.None)
            proxy.Done.Keys.ShouldBe(Enum.GetValues<Fault>(), ignoreOrder: true, "Not every fault came to pass: the test would prove little.");
        await HoldsOnce(new People(new ApiCaller(_home)), person, report.Delivered);
    }

    /// <summary>The person holds exactly these events, found by either identifier.</summary>
    internal static async Task HoldsOnce(People people, string person, IReadOnlyList<string> messageIds)
    {
        await Holds(people, "anonymousId", person, messageIds);
        await Holds(people, "userId", person + "-user", messageIds);
    }

    private static async Task Holds(People people, string type, string id, IReadOnlyList<string> messageIds)
    {
        var kept = await people.Events(id, type);
        var name = $"{type}:{id}";
        messageIds.Except(kept.Select(k => k.MessageId)).ShouldBeEmpty(name + " lacks what was delivered");
        kept.Select(k => k.MessageId).Except(messageIds).ShouldBeEmpty(name + " has what was never sent");
        kept.Count.ShouldBe(messageIds.Count, name);
        foreach (var verb in Verbs)
            kept.Count(k => k.Kind == verb).ShouldBe(1, $"{verb} of {name}");

        var view = await people.Find(id, type);
        view.Events.ShouldBe(messageIds.Count, name);
        view.Counts.Values.Sum().ShouldBe(messageIds.Count, name);
        view.Counts["product_viewed"].ShouldBe(messageIds.Count - Verbs.Length, name);
        view.Counts["page_viewed"].ShouldBe(1, name);
        view.Counts["screen_viewed"].ShouldBe(1, name);
    }
}

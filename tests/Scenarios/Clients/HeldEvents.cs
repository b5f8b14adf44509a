using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Clients;

/// <summary>What the server holds of one visit that used every verb once and <c>track</c> many times.</summary>
/// <param name="people">Asks the server.</param>
/// <param name="person">The anonymous id. She identified as <c>{person}-user</c> and was aliased to <c>{person}-renamed</c>.</param>
internal sealed class HeldEvents(People people, string person)
{
    /// <summary>Events of a visit that are no tracks.</summary>
    public const int Others = 5;

    /// <summary>Events the server holds so far, each once.</summary>
    public async Task<int> Count() => (await All()).DistinctBy(e => e.MessageId).Count();

    /// <summary>Fails unless the server holds these very events, each once, and counts them right.</summary>
    public async Task AreExactly(IReadOnlyList<string> messageIds)
    {
        var held = await All();
        messageIds.Except(held.Select(e => e.MessageId)).ShouldBeEmpty("delivered and lost");
        held.Select(e => e.MessageId).Except(messageIds).ShouldBeEmpty("held and never sent");
        held.Count.ShouldBe(messageIds.Count, "held twice");
        foreach (var verb in (string[])["alias", "group", "identify", "page", "screen"])
            held.Count(e => e.Kind == verb).ShouldBe(1, verb);

        await Counts("anonymousId", person);
        await Counts("userId", person + "-user");
        await Counts("userId", person + "-renamed");
    }

    private async Task Counts(string type, string id)
    {
        var listed = await people.Events(id, type);
        var view = await people.Find(id, type);
        view.Events.ShouldBe(listed.Count, $"{type}:{id}");
        view.Counts.Values.Sum().ShouldBe(listed.Count, $"{type}:{id}");
        foreach (var name in (string[])["product_viewed", "page_viewed", "screen_viewed"])
            view.Counts.GetValueOrDefault(name).ShouldBe(listed.Count(e => e.Name == name), $"{name} of {type}:{id}");
    }

    /// <summary>
    /// Her events, whichever of her names holds them: of two users of one device the first has it, and in one millisecond either may be the first.
    /// </summary>
    private async Task<List<KeptEvent>> All()
    {
        var (all, asked) = (new List<KeptEvent>(), new HashSet<string>());
        foreach (var (type, id) in new[] { ("anonymousId", person), ("userId", person + "-user"), ("userId", person + "-renamed") })
        {
            if (asked.Add((await people.Find(id, type)).Id))
                all.AddRange(await people.Events(id, type));
        }

        return all;
    }
}

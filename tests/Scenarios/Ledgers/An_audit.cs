using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>The proof can fail: an audit finds what was lost, what came from nowhere and what is counted wrong.</summary>
public sealed class An_audit(SharedServer shared)
{
    private readonly string _person = Writer.QuietPrefix + Guid.NewGuid().ToString("N");
    private readonly Ledger _ledger = new();

    [Fact]
    public async Task Finds_what_was_lost()
    {
        await Send(Event("kept"));
        var lost = Event("lost");
        _ledger.NoteSent(lost);
        _ledger.NoteAcknowledged(lost);
        (await Audit.Of(_person)).ShouldContain(difference => difference.Contains("1 acknowledged and lost"));
        (await Audit.Glance([_person])).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Finds_what_nobody_sent()
    {
        await Send(Event("kept"));
        await new CaptureCaller(shared.Home).SendAccepted(Event("from nowhere"));
        (await Audit.Of(_person)).ShouldContain(difference => difference.Contains("1 never sent"));
        (await Audit.Glance([_person])).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Finds_another_name_and_another_item_than_was_sent()
    {
        var sent = Event("sent");
        await new CaptureCaller(shared.Home).SendAccepted(sent with { Name = "Product Clicked", Item = "SKU-other" });
        _ledger.NoteSent(sent);
        _ledger.NoteAcknowledged(sent);
        var differences = await Audit.Of(_person);
        differences.ShouldContain(difference => difference.Contains("is kept as product_clicked"));
        differences.ShouldContain(difference => difference.Contains("touched SKU-other"));
    }

    [Fact]
    public async Task Finds_nothing_where_all_is_well()
    {
        for (var i = 0; i < 5; i++)
            await Send(Event($"kept-{i}"));
        (await Audit.Of(_person)).ShouldBeEmpty();
    }

    private Audit Audit => new(_ledger, new People(new ApiCaller(shared.Home)));

    private EventDraft Event(string id) => new($"{_person}-{id}", _person, "Product Viewed", "SKU-" + id.Replace(' ', '-'));

    private async Task Send(EventDraft draft)
    {
        _ledger.NoteSent(draft);
        await new CaptureCaller(shared.Home).SendAccepted(draft);
        _ledger.NoteAcknowledged(draft);
    }
}

using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Unify.Tests.Accounts;

public sealed class AccountTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000;

    [Fact]
    public async Task An_account_adds_up_what_its_people_just_did()
    {
        await using var server = await UnifyServer.Start();
        var accounts = server.Services.GetRequiredService<AccountReader>();
        new Happened("d1", Now) { Workspace = server.Shop, UserId = "ann", Items = ["x"], Category = "boots", Traits = """{"role":"buyer"}""" }.In(server.Journal);
        new Happened("d2", Now) { Workspace = server.Shop, UserId = "bob", Items = ["y"], Category = "boots" }.In(server.Journal);
        new Happened("d3", Now) { Workspace = server.Shop, UserId = "cy", Items = ["z"], Category = "socks" }.In(server.Journal);
        (await accounts.Find(server.Shop, "acme", TestContext.Current.CancellationToken)).ShouldBeNull();

        var acme = Key(server, KeyDomain.Group, "acme");
        var domain = Key(server, KeyDomain.Domain, "acme.io");
        await Say(server, (KeyDomain.UserId, Happened.UserOf("ann", server.Shop)), (KeyDomain.Group, acme), """{"name":"Acme","domain":"acme.io"}""");
        await Say(server, (KeyDomain.Group, acme), (KeyDomain.Domain, domain));
        await Say(server, (KeyDomain.UserId, Happened.UserOf("bob", server.Shop)), (KeyDomain.Domain, domain));

        var account = (await accounts.Find(server.Shop, "acme", TestContext.Current.CancellationToken))!;
        account.Members.Select(member => (member.Role, member.ByDomain)).ShouldBe([("buyer", false), ((string?)null, true)]);
        account.Sum.Topics.Single().People.ShouldBe(2);
        account.Sum.Traits.Select(trait => trait.Name).ShouldBe(["domain", "name"]);
        account.Sum.Counts.Single(count => count.Code == EventCode.ProductViewed).Count.ShouldBe(2);
        var before = account.Sum.Furthest;

        new Happened("d2", Now + 1000, EventCode.CheckoutStarted) { Workspace = server.Shop, UserId = "bob", Items = ["y"] }.In(server.Journal);
        account = (await accounts.Find(server.Shop, "acme", TestContext.Current.CancellationToken))!;
        account.Sum.Furthest.ShouldBe(IntentStage.Buying);
        (before < IntentStage.Buying).ShouldBeTrue();

        var other = Key(server, KeyDomain.Group, "other");
        await Say(server, (KeyDomain.Group, other), (KeyDomain.Domain, domain), atMs: Now + 5000);
        (await accounts.Find(server.Shop, "other", TestContext.Current.CancellationToken))!.Members.ShouldBeEmpty(); // The domain was acme's first.
        (await server.People.Read(server.Shop.Id, server.People.Route(server.Shop, "", "ann"), TestContext.Current.CancellationToken)).Parts.Length.ShouldBe(2);
    }

    private static PersonKey Key(UnifyServer server, KeyDomain kind, string id) => PersonKey.Of(server.Shop, kind, System.Text.Encoding.UTF8.GetBytes(id));

    private static async Task Say(UnifyServer server, (KeyDomain Kind, PersonKey Key) one, (KeyDomain Kind, PersonKey Key) other, string? traits = null, long? atMs = null)
    {
        var batch = JournalBatch.Rent();
        var at = atMs ?? Now;
        LinkRecord.Write(batch, server.Journal.Partitions, server.Shop.Id.Value, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, LinkStatement.Said, LinkRole.LeadsToOther), at, at);
        LinkRecord.Write(batch, server.Journal.Partitions, server.Shop.Id.Value, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, LinkStatement.Said, LinkRole.OtherLeadsHere), at, at,
            System.Text.Encoding.UTF8.GetBytes(traits ?? ""));
        (await server.Journal.Append(batch)).ShouldBe(AppendOutcome.Committed);
        batch.Return();
    }
}

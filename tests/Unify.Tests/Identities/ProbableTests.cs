using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.Identities;

public sealed class ProbableTests
{
    private static readonly PurposePolicies Policies = new(new PurposePolicy("test",
        [.. PurposePolicy.Of("fresh").All.Select(purpose => purpose.Name == "personalization" ? purpose with { ProbableLinks = true } : purpose)], ConsentVerdict.KeepAnonymized));

    private readonly Town _town = new(readsProbable: true);

    [Fact]
    public void A_purpose_that_takes_probable_links_sees_what_the_other_did()
    {
        Likely();
        var taken = Open("personalization")!;
        taken.Sessions.Length.ShouldBe(2);
        taken.Traits.Select(trait => trait.Name).ShouldBe(["plan", "size"]);
        taken.Traits.Single(trait => trait.Name == "plan").Json.ShouldBe("\"mine\"", "What is the person's own is not outdone.");
        Open("analytics")!.Sessions.Length.ShouldBe(1);
        Open("analytics")!.HasProbable.ShouldBeFalse();
    }

    [Fact]
    public void An_address_of_somebody_probable_is_never_used()
    {
        _town.Saw(new Happened("", Happened.Noon, EventCode.PageViewed) { UserId = "anna", Kind = EventKind.Identify, Traits = """{"size":"m"}""" },
            new Happened("", Happened.Noon, EventCode.PageViewed) { UserId = "other", Kind = EventKind.Identify, Traits = """{"email":"o@example.com","phone":"+1","city":"Ulm"}""" });
        _town.Say(_town.U("anna"), _town.U("other"), LinkStatement.Probable, confidence: 9_000);
        Open("personalization")!.Traits.Select(trait => trait.Name).ShouldBe(["city", "size"]);
    }

    [Fact]
    public void Whoever_refuses_keeps_what_is_theirs_out_of_it_and_a_persons_own_refusal_closes_all()
    {
        Likely();
        _town.Saw(new Happened("", Happened.Noon + 1, EventCode.ConsentUpdated) { UserId = "other", Consent = ("personalization", false) });
        Open("personalization")!.Sessions.Length.ShouldBe(1);
        Open("personalization", "other").ShouldBeNull();
        _town.Saw(new Happened("", Happened.Noon + 2, EventCode.ConsentUpdated) { UserId = "other", Consent = ("personalization", true) });
        Open("personalization")!.Sessions.Length.ShouldBe(2);
        _town.Saw(new Happened("", Happened.Noon + 3, EventCode.ConsentUpdated) { UserId = "anna", Consent = ("personalization", false) });
        Open("personalization").ShouldBeNull();
        Open("personalization", "other")!.Sessions.Length.ShouldBe(1, "What anna did is not used for anybody.");
    }

    [Fact]
    public void Only_links_between_the_two_count()
    {
        Likely();
        _town.Saw(new Happened("third", Happened.Noon, EventCode.ProductViewed) { Items = ["i9"] });
        _town.Say(_town.D("third"), _town.U("other"), LinkStatement.Probable, confidence: 9_500);
        Open("personalization")!.Sessions.Length.ShouldBe(2, "Whoever is likely one of the other's is not one of anna's.");
        Open("personalization", "other")!.Sessions.Length.ShouldBe(3);
    }

    [Fact]
    public void Who_was_parted_from_a_person_is_not_probable_by_another_identifier()
    {
        Likely();
        _town.Saw(new Happened("laptop", Happened.Noon, EventCode.ProductViewed) { UserId = "other" });
        _town.Say(_town.U("anna"), _town.D("laptop"), LinkStatement.CutForDevice, atMs: Happened.Noon + 1);
        Open("personalization")!.Sessions.Length.ShouldBe(1);
    }

    [Fact]
    public void One_end_alone_makes_nobody_probable()
    {
        Likely();
        _town.Erase(Happened.UserOf("other"), isNeighbour: true, Happened.UserOf("anna"));
        Open("personalization")!.Sessions.Length.ShouldBe(1);
        Open("personalization", "other")!.Sessions.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Erasing_either_end_takes_the_probable_link_out_of_both(bool device)
    {
        var (one, other) = (device ? _town.D("phone") : _town.U("anna"), _town.U("other"));
        _town.Saw(new Happened(device ? "phone" : "", Happened.Noon) { UserId = device ? null : "anna" }, new Happened("", Happened.Noon) { UserId = "other" });
        _town.Say(one, other, LinkStatement.Probable, confidence: 9_000);
        _town.Erase(one.Item2, isNeighbour: false, one.Item2).Erase(other.Item2, isNeighbour: true, one.Item2);
        Links(other.Item2).ShouldBeEmpty();
        Links(one.Item2).ShouldBeEmpty();
        _town.User("other").Events.ShouldBe(1);
    }

    [Fact]
    public void What_was_said_too_stays_when_what_was_found_is_erased()
    {
        _town.Saw(new Happened("tablet", Happened.Noon) { UserId = "other" }, new Happened("tablet", Happened.Noon));
        _town.Say(_town.D("tablet"), _town.U("other"), LinkStatement.Probable, confidence: 9_000);
        var device = Happened.PersonOf("tablet");
        _town.Erase(device, isNeighbour: false, device).Erase(Happened.UserOf("other"), isNeighbour: true, device);
        Links(device).Single().Likelihood.ShouldBe(default);
        Links(Happened.UserOf("other")).Single().Likelihood.ShouldBe(default);
    }

    [Fact]
    public void Whoever_has_no_probable_link_costs_what_they_cost_before()
    {
        var (with, without) = (new Town(readsProbable: true), new Town());
        foreach (var town in (Town[])[with, without])
            town.Saw(new Happened("alone", Happened.Noon), new Happened("phone", Happened.Noon) { UserId = "anna" }, new Happened("laptop", Happened.Noon) { UserId = "anna" });
        foreach (var visitor in (string[])["alone", "phone", "laptop"])
        {
            var (one, other) = (Cost(with, visitor), Cost(without, visitor));
            one.ShouldBe(other);
            (visitor == "alone").ShouldBe(one == 1);
        }

        with.Say(with.U("anna"), with.D("alone"), LinkStatement.Probable, confidence: 9_000);
        without.Say(without.U("anna"), without.D("alone"), LinkStatement.Probable, confidence: 9_000);
        Cost(with, "phone").ShouldBeGreaterThan(Cost(without, "phone"), "Where no purpose takes probable links, nobody is looked for.");

        static int Cost(Town town, string visitor)
        {
            var before = town.Reads;
            town.Device(visitor).Events.ShouldBeGreaterThan(0);
            return town.Reads - before;
        }
    }

    [Fact]
    public void It_is_stored_and_read_again_as_it_was()
    {
        Likely();
        var shard = _town.ShardOf(Happened.UserOf("anna"));
        shard.StateHash().ShouldNotBe(new Town().Saw().ShardOf(Happened.UserOf("anna")).StateHash());
        var person = new Person(new PersonId(1, new PersonKey(1, 2))) { Kind = KeyDomain.UserId, Links = Links(Happened.UserOf("anna")) };
        var writer = new BlobWriter();
        PersonCode.Write(person, writer);
        PersonCode.Read(person.Id, writer.Written, new PeopleOptions()).Links.ShouldBe(person.Links);
        person.Links.Single().Likelihood.ShouldBe(new LinkLikelihood(Happened.Noon, Happened.Noon, 9_000, 0));
    }

    private void Likely()
    {
        _town.Saw(new Happened("", Happened.Noon - 9_000_000) { UserId = "anna", Kind = EventKind.Track, Items = ["i1"] },
            new Happened("", Happened.Noon - 9_000_000) { UserId = "anna", Kind = EventKind.Identify, Traits = """{"plan":"mine"}""" },
            new Happened("", Happened.Noon - 8_000_000) { UserId = "other", Kind = EventKind.Track, Items = ["i2"] },
            new Happened("", Happened.Noon - 8_000_000) { UserId = "other", Kind = EventKind.Identify, Traits = """{"plan":"theirs","size":"m"}""" });
        _town.Say(_town.U("anna"), _town.U("other"), LinkStatement.Probable, confidence: 9_000);
    }

    private IdentityLink[] Links(PersonKey key) => _town.ShardOf(key).ReadNode(1, key, 0, [], Happened.Noon).Links;

    private PersonSnapshot? Open(string purpose, string user = "anna") => new PurposeReading(_town.People).Read(new WorkspaceId(1), _town.People.Route(Happened.Shop, "", user))
        .AsTask().GetAwaiter().GetResult().For(PurposeUse.Of(purpose, Policies)).Value;
}

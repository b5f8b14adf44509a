using CsCheck;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.Identities;

/// <summary>What an identifier is bucketed by never changes, whatever becomes of its person.</summary>
public sealed class BucketingTests
{
    private static readonly string[] Visitors = ["d0", "d1", "d2", "d3"];
    private static readonly string[] Users = ["u0", "u1", "u2"];
    private readonly Town _town = new();
    private readonly Decisions _decisions;

    public BucketingTests() => _decisions = new Decisions(_town);

    [Fact]
    public void A_phone_that_was_decided_on_keeps_its_key_when_it_logs_in_to_an_older_person()
    {
        _town.Saw(new Happened("laptop", Happened.Noon - 9_000) { UserId = "ann" });
        var anns = _decisions.For("laptop", "ann");
        _town.Saw(new Happened("phone", Happened.Noon - 5_000));
        var before = _decisions.For("phone");

        _town.Saw(new Happened("phone", Happened.Noon - 1_000) { UserId = "ann", Kind = EventKind.Identify });

        _town.Device("phone").FirstSeenKey.ShouldBe("laptop", "By the first-seen key alone she would be shown something else now.");
        _decisions.For("phone").ShouldBe(before);
        _decisions.For("phone", "ann").ShouldBe(before);
        _decisions.For("laptop", "ann").ShouldBe(anns);
        _decisions.For("", "ann").ShouldBe(anns);
        before.ShouldNotBe(anns);
        _decisions.Flips.ShouldBeEmpty();
    }

    [Fact]
    public void A_new_device_of_a_known_person_has_the_persons_key()
    {
        _town.Saw(new Happened("laptop", Happened.Noon - 9_000) { UserId = "ann" });
        _decisions.For("tablet", "ann").ShouldBe(BucketingKey.Of(Happened.Shop, "laptop"));

        _town.Saw(new Happened("phone", Happened.Noon - 99_000) { UserId = "bob", ReceivedAtMs = Happened.Noon - 99_000 });
        _town.Say(_town.U("ann"), _town.U("bob"), LinkStatement.Merged, LinkRole.LeadsToOther);
        _town.User("ann").FirstSeenKey.ShouldBe("phone");

        _decisions.For("tv", "ann").ShouldBe(BucketingKey.Of(Happened.Shop, "laptop"), "What was decided for her user id stays.");
        _decisions.For("watch", "bob").ShouldBe(BucketingKey.Of(Happened.Shop, "phone"));
        _decisions.Flips.ShouldBeEmpty();
    }

    [Fact]
    public void Somebody_never_seen_is_known_by_the_name_they_will_be_seen_by()
    {
        var key = _decisions.For("phone");

        key.ShouldBe(BucketingKey.Of(Happened.Shop, "phone"));
        _town.Saw(new Happened("phone", Happened.Noon));
        _town.Device("phone").FirstSeenKey.ShouldBe("phone");
        _town.Device("phone").Bucketing.ShouldBe(key);
    }

    [Fact]
    public void After_a_split_each_keeps_what_it_was_shown()
    {
        _town.Saw(new Happened("phone", Happened.Noon - 9_000) { UserId = "ann" });
        var (phone, ann) = (_decisions.For("phone"), _decisions.For("", "ann"));

        _town.Say(_town.D("phone"), _town.U("ann"), LinkStatement.CutForDevice, atMs: Happened.Noon + 1);

        (_decisions.For("phone"), _decisions.For("", "ann")).ShouldBe((phone, ann));
        _town.Tree("phone").Members.Count.ShouldBe(1);
    }

    [Fact]
    public void A_phone_that_was_sold_goes_on_with_what_it_was_shown()
    {
        _town.Saw(new Happened("phone", Happened.Noon - 90_000) { UserId = "ann" }, new Happened("phone", Happened.Noon - 80_000));
        var (phone, ann) = (_decisions.For("phone"), _decisions.For("", "ann"));
        _town.Saw(new Happened("phone", Happened.Noon - 10_000));

        _town.SplitSince(_town.D("phone"), Happened.Noon - 50_000).ShouldBeTrue();
        _town.Device("phone").Events.ShouldBe(1);

        foreach (var fromJournalAlone in (bool[])[false, true])
        {
            (_decisions.For("phone"), _decisions.For("", "ann")).ShouldBe((phone, ann));
            _town.Restart(fromJournalAlone);
            _decisions.Restart();
        }

        _decisions.Flips.ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_keys_told_at_once_the_first_in_the_journal_stays_through_restarts()
    {
        var phone = Happened.PersonOf("phone");
        _town.Tell(phone, new BucketingKey(7)).Tell(phone, new BucketingKey(8));

        foreach (var fromJournalAlone in (bool[])[false, true])
        {
            _town.Restart(fromJournalAlone);
            _town.Device("phone").Bucketing.ShouldBe(new BucketingKey(7));
        }
    }

    [Fact]
    public void Whoever_is_erased_comes_back_new_and_a_neighbour_keeps_what_it_has()
    {
        var (phone, ann) = (Happened.PersonOf("phone"), Happened.UserOf("ann"));
        _town.Saw(new Happened("phone", Happened.Noon - 9_000) { UserId = "ann" }).Tell(phone, new BucketingKey(7)).Tell(ann, new BucketingKey(8));
        var keys = new HashSet<PersonKey> { ann };
        _town.Append(batch =>
        {
            new EraseMark(keys, isNeighbour: false).Write(batch, 4, (1, ann), "e", Happened.Noon);
            new EraseMark(keys, isNeighbour: true).Write(batch, 4, (1, phone), "e", Happened.Noon);
        });

        (_town.User("ann").Bucketing, _town.Device("phone").Bucketing).ShouldBe((default, new BucketingKey(7)));
        _town.Tell(ann, new BucketingKey(9));
        _town.Restart(fromJournalAlone: true);
        (_town.User("ann").Bucketing, _town.Device("phone").Bucketing).ShouldBe((new BucketingKey(9), new BucketingKey(7)));
    }

    [Fact]
    public void Whoever_was_decided_for_long_ago_and_never_heard_of_is_let_go_unless_others_lead_to_them()
    {
        var (alone, known) = (Happened.PersonOf("alone"), Happened.PersonOf("known"));
        _town.Tell(alone, new BucketingKey(7), Happened.Noon - 9_000).Tell(known, new BucketingKey(8), Happened.Noon - 9_000);
        _town.Saw(new Happened("known", Happened.Noon - 1_000) { UserId = "ann" });

        _town.Append(batch => EraseMark.WriteInactive(batch, 4, (1, alone), [], Happened.Noon - 9_000, Happened.Noon));
        _town.Device("alone").Bucketing.ShouldBe(new BucketingKey(7), "Not that long ago.");
        foreach (var key in (PersonKey[])[alone, known])
            _town.Append(batch => EraseMark.WriteInactive(batch, 4, (1, key), [], Happened.Noon - 5_000, Happened.Noon));

        (_town.Device("alone").Bucketing, _town.Device("known").Bucketing).ShouldBe((default, new BucketingKey(8)));
    }

    [Fact]
    public void A_stored_person_keeps_the_key()
    {
        var person = new Person(new PersonId(1, Happened.PersonOf("phone"))) { Pin = new BucketingPin(new BucketingKey(ulong.MaxValue), Happened.Noon) };
        var writer = new BlobWriter();
        PersonCode.Write(person, writer);

        PersonCode.Read(person.Id, writer.Written, new PeopleOptions()).Pin.ShouldBe(person.Pin);
        var pin = new BlobWriter();
        person.Pin.Write(pin);
        MemberRole.Write([], pin);
        byte[] older = [3, .. writer.Written[1..^pin.Written.Length]]; // Version 3 ends before it.
        PersonCode.Read(person.Id, older, new PeopleOptions()).Pin.ShouldBe(default);
    }

    [Fact]
    public void Decisions_made_at_the_same_time_use_the_same_key()
    {
        _town.Saw(new Happened("laptop", Happened.Noon - 9_000) { UserId = "ann" }, new Happened("phone", Happened.Noon - 5_000));
        var slow = _decisions.Begin("phone");
        _town.Saw(new Happened("phone", Happened.Noon - 1_000) { UserId = "ann", Kind = EventKind.Identify });
        var quick = _decisions.Begin("phone");

        quick().ShouldBe(BucketingKey.Of(Happened.Shop, "laptop"));
        slow().ShouldBe(BucketingKey.Of(Happened.Shop, "laptop"), "It read her before she was known, and another was answered meanwhile.");
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_nobody_sees_a_change() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Visitors.Length], Gen.Int[-1, Users.Length - 1], Gen.Int[0, Users.Length - 1]).Array[1, 60].Sample(steps =>
        {
            var town = new Town();
            var decisions = new Decisions(town);
            var late = new Queue<Func<BucketingKey>>();
            var at = Happened.Noon - 1_000_000;
            foreach (var (what, device, named, other) in steps)
            {
                at += 1_000;
                var visitor = device == Visitors.Length ? "" : Visitors[device];
                var user = named >= 0 ? Users[named] : visitor.Length == 0 ? Users[other] : null;
                switch (what)
                {
                    case 0 or 1:
                        town.Saw(new Happened(visitor, at) { UserId = user });
                        break;
                    case 2:
                        town.Saw(new Happened(visitor, at) { UserId = user, Kind = EventKind.Identify, Email = other == 0 ? "mail" : null });
                        break;
                    case 3 when user is not null && user != Users[other]:
                        town.Say(town.U(user), town.U(Users[other]), LinkStatement.Merged, LinkRole.LeadsToOther, at);
                        break;
                    case 4 when visitor.Length > 0:
                        if (other == 0)
                            town.Say(town.D(visitor), town.U(Users[other]), LinkStatement.CutForDevice, atMs: at);
                        else if (other == 1)
                            town.Split(town.D(visitor));
                        else
                            town.SplitSince(town.D(visitor), at - 10_000);
                        break;
                    case 5 when decisions.Flips.Count == 0 && late.Count == 0:
                        town.Restart(fromJournalAlone: other == 0);
                        decisions.Restart();
                        break;
                    case 6:
                        late.Enqueue(decisions.Begin(visitor, user)); // Reads now, answers later.
                        break;
                    case 7 when late.TryDequeue(out var begun):
                        begun();
                        break;
                    default:
                        decisions.For(visitor, user);
                        break;
                }
            }

            while (late.TryDequeue(out var begun))
                begun();
            decisions.Flips.ShouldBeEmpty();
        }, iter: 300, threads: 1);
}

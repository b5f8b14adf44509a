using CsCheck;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.Identities;

/// <summary>What is only probable never changes who somebody is, and can always be taken back.</summary>
public sealed class ProbableLaws
{
    private static readonly LinkStatement[] Statements =
        [LinkStatement.Implied, LinkStatement.Said, LinkStatement.Merged, LinkStatement.CutForDevice, LinkStatement.CutForUser, LinkStatement.Probable, LinkStatement.Probable, LinkStatement.Denied];

    private static readonly Gen<IdentityLink> Fact = Gen.Select(Gen.Int[0, Statements.Length - 1], Gen.Int[0, 3], Gen.UShort[0, 3], Gen.Long[1, 6],
        (statement, role, confidence, atMs) => IdentityLink.Of(new LinkMention(KeyDomain.UserId, new PersonKey(1, 2), KeyDomain.UserId, Statements[statement], (LinkRole)role, confidence), atMs));

    /// <summary>Links found likely between users and devices, each once.</summary>
    private static readonly Gen<(int One, int Other, ushort Confidence)[]> Found =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.UShort[1, 9_999]).Where(link => link.Item1 != link.Item2).Array[1, 5]
            .Select(links => links.DistinctBy(link => (Math.Min(link.Item1, link.Item2), Math.Max(link.Item1, link.Item2))).ToArray());

    private static readonly PurposePolicies Policies = new(new PurposePolicy("test",
        [.. PurposePolicy.Of("fresh").All.Select(purpose => purpose.Name == "personalization" ? purpose with { ProbableLinks = true } : purpose)], ConsentVerdict.KeepAnonymized));

    private static readonly PurposeUse Taking = PurposeUse.Of("personalization", Policies);
    private static readonly PurposeUse NotTaking = PurposeUse.Of("analytics", Policies);

    [Fact]
    public void Facts_of_a_link_fold_to_the_same_in_any_order_and_any_number_of_times() =>
        Gen.Select(Fact.Array[1, 8], Gen.Int).Sample((facts, seed) =>
        {
            var shuffled = facts.Concat(facts).ToArray();
            new Random(seed).Shuffle(shuffled);
            Folded(shuffled).ShouldBe(Folded(facts));
            Folded(facts[..(facts.Length / 2)].Append(Folded(facts))).ShouldBe(Folded(facts));
        });

    [Fact]
    public void What_is_said_of_a_link_does_not_depend_on_what_was_found() =>
        Fact.Array[1, 8].Sample(facts =>
        {
            var (all, said) = (Folded(facts), facts.Where(fact => fact.IsSaid).ToArray());
            all.IsSaid.ShouldBe(said.Length > 0);
            if (said.Length > 0)
                (all with { Likelihood = default }).ShouldBe(Folded(said));
            if (all.IsActive || all.CutAtMs > 0 || facts.Any(fact => fact.Likelihood.DeniedAtMs > 0))
                all.IsProbable.ShouldBeFalse("What is said, cut or denied is not probable.");
        });

    [Fact]
    public void A_purpose_that_takes_no_probable_links_sees_exactly_the_person_without_them() =>
        Gen.Select(MergeLaws.Events(40), Found).Sample((events, found) =>
        {
            var (never, likely) = (Filled(events), Filled(events, found));
            foreach (var visitor in Everybody(never))
                Same(never, likely, visitor, NotTaking);
            foreach (var visitor in Everybody(never))
                Same(never, likely, visitor, PurposeUse.OwnRequest);
        }, iter: 80, threads: 1);

    [Fact]
    public void Taken_back_or_denied_it_is_as_if_it_had_never_been_found() =>
        Gen.Select(MergeLaws.Events(40), Found, Gen.Bool).Sample((events, found, denied) =>
        {
            var (never, once) = (Filled(events), Filled(events, found));
            foreach (var (one, other, _) in found)
                once.Say(End(once, one), End(once, other), denied ? LinkStatement.Denied : LinkStatement.Probable, atMs: Happened.Noon + 5);
            foreach (var (one, other, confidence) in denied ? found : [])
                once.Say(End(once, one), End(once, other), LinkStatement.Probable, atMs: Happened.Noon + 9, confidence: confidence); // For ever.
            foreach (var visitor in Everybody(never))
                Same(never, once, visitor, Taking);
        }, iter: 80, threads: 1);

    [Fact]
    public void The_order_of_findings_and_statements_makes_no_difference() =>
        Gen.Select(MergeLaws.Events(30), Found, Gen.Int).Sample((events, found, seed) =>
        {
            var (one, other) = (Filled(events, found), new Town(MergeLaws.Roomy, readsProbable: true));
            var shuffled = found.ToArray();
            new Random(seed).Shuffle(shuffled);
            foreach (var (from, to, confidence) in shuffled)
                other.Say(End(other, to), End(other, from), LinkStatement.Probable, confidence: confidence);
            MergeLaws.Fill(other, events, []);
            foreach (var visitor in Everybody(one))
                Same(one, other, visitor, Taking);
        }, iter: 60, threads: 1);

    [Fact]
    public void A_said_link_over_a_probable_one_is_the_said_one() =>
        Gen.Select(MergeLaws.Events(30), Gen.UShort[1, 9_999]).Sample((events, confidence) =>
        {
            var (said, both) = (Filled(events), Filled(events, [(0, 1, confidence)]));
            foreach (var town in (Town[])[said, both])
                town.Say(End(town, 0), End(town, 1), LinkStatement.Merged, LinkRole.LeadsToOther, Happened.Noon + 1);
            foreach (var visitor in Everybody(said))
                Same(said, both, visitor, Taking);
        }, iter: 40, threads: 1);

    [Fact]
    public void Who_somebody_is_never_changes_by_what_is_probable() =>
        Gen.Select(MergeLaws.Events(40), Found).Sample((events, found) =>
        {
            var (never, likely) = (Filled(events), Filled(events, found));
            foreach (var visitor in Everybody(never))
            {
                var (own, taken) = (Open(never, visitor, Taking), Open(likely, visitor, Taking));
                if (own is null || taken is null)
                {
                    taken.ShouldBe(own);
                    continue;
                }

                (taken.Key, taken.FirstSeenKey, taken.Events).ShouldBe((own.Key, own.FirstSeenKey, own.Events));
                taken.Counts.ShouldBe(own.Counts);
                taken.Identifiers.ShouldBe(own.Identifiers);
                taken.Consent.ShouldBe(own.Consent);
                taken.HasCurrent.ShouldBe(own.HasCurrent);
                taken.Current?.Id.ShouldBe(own.Current!.Id);
                foreach (var trait in own.Traits)
                    taken.Traits.ShouldContain(trait);
            }
        }, iter: 80, threads: 1);

    private static IdentityLink Folded(IEnumerable<IdentityLink> facts) => facts.Aggregate((one, other) => one.Join(other));

    private static Town Filled(Happened[] events, params (int One, int Other, ushort Confidence)[] found)
    {
        var town = new Town(MergeLaws.Roomy, readsProbable: true);
        MergeLaws.Fill(town, events, []);
        foreach (var (one, other, confidence) in found)
            town.Say(End(town, one), End(town, other), LinkStatement.Probable, confidence: confidence);
        return town;
    }

    private static (KeyDomain, PersonKey) End(Town town, int at) => at < 4 ? town.U(MergeLaws.Users[at]) : town.D(MergeLaws.Visitors[at - 4]);

    private static IEnumerable<VisitorKeys> Everybody(Town town) => MergeLaws.Visitors.Select(visitor => town.People.Route(Happened.Shop, visitor, ""))
        .Concat(MergeLaws.Users.Select(user => town.People.Route(Happened.Shop, "", user)));

    private static PersonSnapshot? Open(Town town, VisitorKeys visitor, in PurposeUse use) =>
        new PurposeReading(town.People).Read(new WorkspaceId(1), visitor).AsTask().GetAwaiter().GetResult().For(use).Value;

    private static void Same(Town one, Town other, VisitorKeys visitor, in PurposeUse use)
    {
        var (left, right) = (Open(one, visitor, use), Open(other, visitor, use));
        (left is null).ShouldBe(right is null);
        if (left is not null)
            MergeLaws.ShouldBeSame(left, right!);
    }
}

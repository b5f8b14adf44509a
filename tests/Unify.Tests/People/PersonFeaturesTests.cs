using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Tests.People;

public sealed class PersonFeaturesTests
{
    private const string Own = "research";
    private static readonly PersonSnapshot Everything = new()
    {
        Key = new(1, 2), Workspace = 1, Position = 9, Events = 3, FirstSeenAtMs = 1, LastSeenAtMs = 2, HasCurrent = true, FirstSeenKey = "k",
        Sessions = [new SessionSnapshot { Id = "s", Touches = [], Context = new SessionContext { Departure = 0.5f } }],
        Taste = new Taste { Weight = 4 }, Purchases = [new(new ItemKey(5), 1)], Spent = [new("EUR", 1, 10_000, 1)], Hours = [new(3, 1)], Prices = [new(4, 1)],
        Counts = [new(EventCode.ProductViewed, 3)], Traits = [new("name", "\"Ann\"", 1)], Identifiers = [new("userId", "ann", 1)],
        NotInterested = [new() { What = InterestKind.Item, Key = 7 }],
    };

    public static TheoryData<string> Names => [.. CoveredPerson.Names.Select(static covered => covered.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_purpose_names_is_not_in_a_person_opened_without_that_purpose_and_nothing_else_is_under_it(string feature)
    {
        var policies = Policies(feature);
        var whole = Parts(Everything);
        var (cut, named) = (Parts(Opened(policies, "personalization")), Parts(Opened(policies, Own, agreed: true)));
        foreach (var (name, value) in whole)
        {
            cut[name].ShouldBe(name == feature ? Parts(Nobody)[name] : value, name);
            named[name].ShouldBe(name == feature ? value : Parts(Nobody)[name], name);
        }

        Parts(Opened(policies, "personalization", agreed: true)).ShouldBe(whole);
        foreach (var person in new[] { Opened(policies, "personalization"), Opened(policies, Own, agreed: true) })
            (person.Key, person.Position, person.FirstSeenKey, person.NotInterested.Length).ShouldBe((Everything.Key, 9, "k", 1));
    }

    [Fact]
    public void What_taste_says_of_a_session_goes_with_taste() =>
        Opened(Policies("taste"), "personalization").Sessions[0].Context.Departure.ShouldBe(new SessionContext().Departure);

    [Fact]
    public void The_persons_own_request_sees_everything_and_a_person_that_nothing_is_cut_from_is_not_copied()
    {
        new SealedPerson(Everything).For(PurposeUse.OwnRequest).Value.ShouldBeSameAs(Everything);
        new SealedPerson(Everything).For(PurposeUse.Of("personalization", new(PurposePolicy.Of("fresh")))).Value.ShouldBeSameAs(Everything);
        new SealedPerson(Everything).Features(PurposeUse.OwnRequest).ShouldBe(PersonFeatures.All);
    }

    [Fact]
    public void A_person_opens_over_a_channel_only_if_the_purpose_covers_it_and_they_allow_every_purpose_that_names_it()
    {
        PurposePolicies fresh = new(PurposePolicy.Of("fresh"));
        SealedPerson Said(params string[] yes) => new(Everything with { Consent = [.. yes.Select(static purpose => new ConsentStatement(purpose, true, 1))] });
        Said().For(PurposeUse.Of("personalization", fresh).Over("answer")).IsGranted.ShouldBeTrue();
        Said().For(PurposeUse.Of("personalization", fresh).Over("email")).IsGranted.ShouldBeFalse();
        Said("email").For(PurposeUse.Of("personalization", fresh).Over("email")).IsGranted.ShouldBeTrue();
        Said("email").For(PurposeUse.Of("email", fresh).Over("email")).IsGranted.ShouldBeTrue();
        Said("email").For(PurposeUse.Of("email", fresh).Over("sms")).IsGranted.ShouldBeFalse();
        Said("email", "sms").For(PurposeUse.Of("email", fresh).Over("sms")).IsGranted.ShouldBeFalse("A yes to messages by e-mail is for e-mail.");
        Said().For(PurposeUse.Of("email", fresh).Over("email")).IsGranted.ShouldBeFalse();
    }

    private static readonly PersonSnapshot Nobody = new() { Key = Everything.Key, Workspace = 1 };

    private static PurposePolicies Policies(string feature) => new(new PurposePolicy("own",
        [.. PurposePolicy.Of("fresh").All, new Purpose(8, Own, LegalBasis.Consent) { Covers = new PurposeCoverage([feature], [], []) }], ConsentVerdict.Drop));

    private static PersonSnapshot Opened(PurposePolicies policies, string purpose, bool agreed = false)
    {
        var use = PurposeUse.Of(purpose, policies, agreed ? StatedConsent.Nothing.With(policies.Standard, "research"u8, true) : default);
        return new SealedPerson(Everything).For(use).Value.ShouldNotBeNull();
    }

    private static Dictionary<string, string> Parts(PersonSnapshot person) => new()
    {
        ["sessions"] = $"{person.Sessions.Length} {person.HasCurrent}", ["taste"] = $"{person.Taste.Weight}", ["purchases"] = $"{person.Purchases.Length}",
        ["spending"] = $"{person.Spent.Length}", ["habits"] = $"{person.Hours.Length} {person.Prices.Length}",
        ["standing"] = $"{person.Events} {person.Counts.Length} {person.FirstSeenAtMs} {person.LastSeenAtMs}", ["traits"] = $"{person.Traits.Length}",
        ["identifiers"] = $"{person.Identifiers.Length}",
    };
}

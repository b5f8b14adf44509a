using CsCheck;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

public sealed class SealedPersonTests
{
    private static readonly PurposePolicy Fresh = PurposePolicy.Of("fresh");
    private static readonly PurposePolicies Everywhere = new(Fresh);
    private static readonly Gen<string> Purpose = Gen.Int[0, 5].Select(static at => new[] { "analytics", "personalization", "C0003", "advertising", "email", "nonsense" }[at]);
    private static readonly Gen<ConsentStatement> Statement = Gen.Select(Purpose, Gen.Bool, Gen.Long[0, 4], (purpose, granted, atMs) => new ConsentStatement(purpose, granted, atMs));

    [Fact]
    public void A_person_opens_only_for_what_they_allow()
    {
        var person = Person(new ConsentStatement("personalization", false, 20), new ConsentStatement("email", true, 20));
        person.For(PurposeUse.Of("personalization", Everywhere)).IsGranted.ShouldBeFalse();
        person.For(PurposeUse.Of("personalization", Everywhere)).Value.ShouldBeNull();
        person.For(PurposeUse.Of("email", Everywhere)).Value.ShouldNotBeNull();
        person.For(PurposeUse.Of("analytics", Everywhere)).Value.ShouldNotBeNull();
        person.For(PurposeUse.Of("analytics", Everywhere, StatedConsent.Nothing.With(Fresh, "analytics"u8, false))).IsGranted.ShouldBeFalse();
        person.For(PurposeUse.Of("made-up", Everywhere)).IsGranted.ShouldBeFalse();
        person.For(PurposeUse.OwnRequest).Value.ShouldNotBeNull();
        person.For(default).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public void What_was_never_said_is_judged_by_where_the_request_or_else_the_person_is()
    {
        var regions = new PurposePolicies(Fresh, PurposePolicy.Of("gdpr-strict"), new Dictionary<RegionCode, PurposePolicy> { [RegionCode.Of("DE", null)] = PurposePolicy.Of("gdpr-strict") });
        SealedPerson At(string? country) => new(PersonSnapshot.Unknown(new(1), new(1, 2), 0) with { RegionPacked = RegionCode.Of(country, null).Packed });
        At("DE").For(PurposeUse.Of("personalization", regions)).IsGranted.ShouldBeFalse();
        At("JP").For(PurposeUse.Of("personalization", regions)).IsGranted.ShouldBeTrue();
        At(null).For(PurposeUse.Of("personalization", regions)).IsGranted.ShouldBeFalse();
        At("JP").For(PurposeUse.Of("personalization", regions, default, RegionCode.Of("DE", "BY"))).IsGranted.ShouldBeFalse();
        At("DE").For(PurposeUse.Of("personalization", regions, default, RegionCode.Of("JP", null))).IsGranted.ShouldBeTrue();
        default(SealedPerson).For(PurposeUse.Of("personalization", regions)).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public void The_order_of_statements_makes_no_difference_and_no_more_refusals_ever_allow_more() =>
        Gen.Select(Statement.Array[0, 8], Gen.Int, Gen.UShort).Sample((statements, seed, refused) =>
        {
            var shuffled = statements.ToArray();
            new Random(seed).Shuffle(shuffled);
            var allowed = ConsentCheck.Allowed(Fresh, default, statements);
            ConsentCheck.Allowed(Fresh, default, shuffled).ShouldBe(allowed);
            var stated = new StatedConsent(0, refused, false);
            (ConsentCheck.Allowed(Fresh, stated, statements) & ~allowed).ShouldBe(0);
            (ConsentCheck.Allowed(Fresh, stated, statements) & refused).ShouldBe(0);
            foreach (var group in statements.GroupBy(statement => ConsentCheck.IndexOf(Fresh, statement.Purpose)).Where(group => group.Key >= 0))
            {
                var latest = group.Where(statement => statement.AtMs == group.Max(each => each.AtMs)).ToList();
                ((allowed & PurposePolicy.Bit(group.Key)) != 0).ShouldBe(latest.TrueForAll(statement => statement.Granted), "Stricter wins at equal times.");
            }
        });

    private static SealedPerson Person(params ConsentStatement[] consent) => new(PersonSnapshot.Unknown(new(1), new(1, 2), 0) with { Consent = consent });
}

using CsCheck;
using Kairos.Govern.Purposes;

namespace Kairos.Govern.Tests.Purposes;

public sealed class UseRuleTests
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly CoveredKind[] Kinds = Enum.GetValues<CoveredKind>();
    private static readonly Gen<string[]> Some = Gen.Int[0, 2].Array[0, 3].Select(static places => places.Select(static place => Names[place]).Distinct().ToArray());
    private static readonly Gen<Purpose[]> Purposes = Gen.Select(Some, Some, Some, static (features, models, channels) => new PurposeCoverage(features, models, channels)).Array[1, 5]
        .Select(static covers => covers.Select(static (each, index) => new Purpose(index, "p" + index, LegalBasis.Consent) { Covers = each }).ToArray());

    [Fact]
    public void A_thing_may_be_used_if_its_purpose_covers_it_and_everybody_who_names_it_was_allowed() =>
        Gen.Select(Purposes, Gen.Int[0, 4], Gen.UShort, Gen.Int[0, 2], Gen.Int[0, 3]).Sample((purposes, who, allowed, kind, thing) =>
        {
            var (asking, name) = (purposes[who % purposes.Length], thing < Names.Length ? Names[thing] : "unnamed");
            var own = asking.Covers.Of(Kinds[kind]);
            var covered = own.Count == 0 || own.Contains(name);
            var agreed = purposes.Where(purpose => purpose.Covers.Of(Kinds[kind]).Contains(name)).All(purpose => (allowed & PurposePolicy.Bit(purpose.Index)) != 0);
            new PurposePolicy("any", purposes, ConsentVerdict.Drop).Rule(Kinds[kind], name).Suits(PurposePolicy.Bit(asking.Index), allowed).ShouldBe(covered && agreed);
        });

    [Fact]
    public void Under_a_preset_a_message_needs_the_purpose_of_its_channel_and_that_purpose_has_no_other()
    {
        var policy = PurposePolicy.Of("fresh");
        var (email, personal) = (policy.Find("email"u8)!.Index, policy.Find("personalization"u8)!.Index);
        var rule = policy.Rule(CoveredKind.Channel, "email");
        rule.Suits(PurposePolicy.Bit(personal), allowed: PurposePolicy.Bit(personal)).ShouldBeFalse("E-mail was not agreed to.");
        rule.Suits(PurposePolicy.Bit(personal), allowed: (ushort)(PurposePolicy.Bit(personal) | PurposePolicy.Bit(email))).ShouldBeTrue();
        rule.Suits(PurposePolicy.Bit(email), allowed: PurposePolicy.Bit(email)).ShouldBeTrue();
        policy.Rule(CoveredKind.Channel, "push").Suits(PurposePolicy.Bit(email), allowed: ushort.MaxValue).ShouldBeFalse("A yes to e-mail is no yes to push.");
        policy.Rule(CoveredKind.Channel, "answer").Suits(PurposePolicy.Bit(personal), allowed: PurposePolicy.Bit(personal)).ShouldBeTrue();
        policy.CoversFeatures.ShouldBeFalse();
    }
}

using System.Text;
using CsCheck;
using Kairos.Govern.Purposes;

namespace Kairos.Govern.Tests.Purposes;

public sealed class ConsentGateTests
{
    private static readonly PurposePolicy Fresh = PurposePolicy.Of("fresh");
    private static readonly PurposePolicy Strict = PurposePolicy.Of("gdpr-strict");
    private static readonly PurposePolicy Ccpa = PurposePolicy.Of("ccpa");

    [Fact]
    public void A_fresh_workspace_keeps_events_until_refused()
    {
        ConsentGate.Check(Fresh, StatedConsent.Nothing).ShouldBe(ConsentVerdict.Keep);
        ConsentGate.Check(Fresh, Said(Fresh, "personalization", false)).ShouldBe(ConsentVerdict.KeepForOthers);
        ConsentGate.Check(Fresh, Said(Fresh, "personalization", false).With(Fresh, "analytics"u8, false)).ShouldBe(ConsentVerdict.KeepAnonymized);
        ConsentGate.Check(Fresh, Said(Fresh, "advertising", false)).ShouldBe(ConsentVerdict.Keep);
    }

    [Fact]
    public void The_strict_preset_drops_events_until_granted()
    {
        ConsentGate.Check(Strict, StatedConsent.Nothing).ShouldBe(ConsentVerdict.Drop);
        ConsentGate.Check(Strict, Said(Strict, "C0002", true)).ShouldBe(ConsentVerdict.KeepForOthers);
        ConsentGate.Check(Strict, Said(Strict, "C0002", true).With(Strict, "C0003"u8, true)).ShouldBe(ConsentVerdict.Keep);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("push")]
    [InlineData("sms")]
    [InlineData("advertising")]
    public void What_reaches_out_needs_a_yes_in_a_fresh_workspace(string purpose)
    {
        ConsentGate.Allows(Fresh, StatedConsent.Nothing, Encoding.UTF8.GetBytes(purpose)).ShouldBeFalse();
        ConsentGate.Allows(Fresh, Said(Fresh, purpose, true), Encoding.UTF8.GetBytes(purpose)).ShouldBeTrue();
    }

    [Fact]
    public void The_browsers_signal_refuses_advertising_and_sharing_even_when_granted()
    {
        ConsentGate.Allows(Ccpa, StatedConsent.Nothing, "advertising"u8).ShouldBeTrue();
        var signal = StatedConsent.Nothing.With(Ccpa, "advertising"u8, true).WithGlobalPrivacyControl(true);
        ConsentGate.Allows(Ccpa, signal, "advertising"u8).ShouldBeFalse();
        ConsentGate.Allows(Ccpa, signal, "sale"u8).ShouldBeFalse();
        ConsentGate.Allows(Ccpa, signal, "personalization"u8).ShouldBeTrue();
        ConsentGate.Check(Ccpa, signal).ShouldBe(ConsentVerdict.Keep);
    }

    [Theory]
    [InlineData("Analytics", "analytics")]
    [InlineData("C0002", "analytics")]
    [InlineData("performance", "analytics")]
    [InlineData("analytics_storage", "analytics")]
    [InlineData("Functional Cookies", "personalization")]
    [InlineData("C0003", "personalization")]
    [InlineData("Personalisation", "personalization")]
    [InlineData("C0004", "advertising")]
    [InlineData("Targeting", "advertising")]
    [InlineData("ad_storage", "advertising")]
    [InlineData("MARKETING", "advertising")]
    [InlineData("Push Notifications", "push")]
    public void A_consent_tools_category_is_known_by_its_alias(string category, string purpose) =>
        Fresh.Find(Encoding.UTF8.GetBytes(category)).ShouldNotBeNull().Name.ShouldBe(purpose);

    [Theory]
    [InlineData("C0001")]
    [InlineData("")]
    [InlineData("необходимые")]
    [InlineData("a-very-long-category-name-that-no-consent-tool-would-ever-use-for-anything-at-all-really")]
    public void An_unknown_category_says_nothing_and_allows_nothing(string category)
    {
        var bytes = Encoding.UTF8.GetBytes(category);
        Fresh.Find(bytes).ShouldBeNull();
        StatedConsent.Nothing.With(Fresh, bytes, true).IsNothing.ShouldBeTrue();
        ConsentGate.Allows(Fresh, StatedConsent.Nothing with { Granted = ushort.MaxValue }, bytes).ShouldBeFalse();
    }

    [Fact]
    public void A_refusal_never_widens_any_use() =>
        Gen.Select(PurposeGen.Policy, PurposeGen.Stated, Gen.Int[0, 15], Gen.Bool).Sample((policy, stated, index, signal) =>
        {
            var more = stated with { Refused = (ushort)(stated.Refused | (1 << index)), GlobalPrivacyControl = stated.GlobalPrivacyControl || signal };
            return ConsentGate.Check(policy, more) >= ConsentGate.Check(policy, stated)
                && (ConsentGate.Allowed(policy, more) & ~ConsentGate.Allowed(policy, stated)) == 0;
        });

    [Fact]
    public void A_grant_never_narrows_any_use() =>
        Gen.Select(PurposeGen.Policy, PurposeGen.Stated, Gen.Int[0, 15]).Sample((policy, stated, index) =>
            ConsentGate.Check(policy, stated with { Granted = (ushort)(stated.Granted | (1 << index)) }) <= ConsentGate.Check(policy, stated));

    [Fact]
    public void Nothing_but_known_purposes_is_ever_allowed() =>
        Gen.Select(PurposeGen.Policy, PurposeGen.Stated).Sample((policy, stated) => (ConsentGate.Allowed(policy, stated) & ~policy.Known) == 0);

    [Fact]
    public void A_policy_refuses_a_name_or_index_that_stands_twice()
    {
        Purpose one = new(0, "one", LegalBasis.Consent), other = new(0, "other", LegalBasis.Consent);
        Should.Throw<ArgumentException>(() => new PurposePolicy("twice", [one, other], ConsentVerdict.Drop));
        Should.Throw<ArgumentException>(() => new PurposePolicy("twice", [one, other with { Index = 1, Aliases = ["one"] }], ConsentVerdict.Drop));
        Should.Throw<ArgumentException>(() => new PurposePolicy("far", [one with { Index = 16 }], ConsentVerdict.Drop));
    }

    private static StatedConsent Said(PurposePolicy policy, string category, bool granted) =>
        StatedConsent.Nothing.With(policy, Encoding.UTF8.GetBytes(category), granted);
}

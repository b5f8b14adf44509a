using System.Text;
using CsCheck;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Govern.Tests.Purposes.TcStrings;

public sealed class TcfMappingTests
{
    private const int Us = 7;
    private const uint Everything = 0xff_ffff;
    private static readonly PurposePolicy Fresh = PurposePolicy.Of("fresh");

    [Fact]
    public void A_purpose_is_granted_when_all_it_needs_is()
    {
        Said(TcModel.Granting(Bits(8, 9), Us)).ShouldBe(("analytics", "personalization advertising"));
        Said(TcModel.Granting(Bits(5, 6, 8), Us)).ShouldBe(("personalization", "analytics advertising"));
        Said(TcModel.Granting(Everything, Us)).ShouldBe(("analytics personalization advertising", ""));
        Said(TcModel.Granting(Everything, 8)).ShouldBe(("", "analytics personalization advertising"));
    }

    [Fact]
    public void Legitimate_interest_allows_what_the_framework_lets_it_and_nothing_with_a_profile()
    {
        var interests = TcModel.Granting(0) with { Interests = Everything, VendorInterests = [Us] };
        Said(interests).ShouldBe(("analytics", "personalization advertising"));
        Said(interests, new TcfOptions { VendorId = Us, LegitimateInterest = false }).ShouldBe(("", "analytics personalization advertising"));
    }

    [Fact]
    public void The_publishers_restrictions_are_kept()
    {
        var both = TcModel.Granting(Everything, Us) with { Interests = Everything, VendorInterests = [Us] };
        Said(both with { Restrictions = [(9, 0, [Us])] }).ShouldBe(("personalization advertising", "analytics"));
        Said(both with { Restrictions = [(9, 0, [8])] }).ShouldBe(("analytics personalization advertising", ""));
        Said(both with { VendorConsents = [], Restrictions = [(9, 1, [Us])] }).ShouldBe(("", "analytics personalization advertising"));
        Said(both with { VendorInterests = [], Restrictions = [(9, 2, [Us])] }).ShouldBe(("personalization advertising", "analytics"));
        Said(both with { Restrictions = [(9, 3, [Us])] }).ShouldBe(("personalization advertising", "analytics"));
    }

    [Fact]
    public void Whoever_was_not_shown_may_nothing_and_since_version_five_that_must_be_said_for_an_interest()
    {
        Said(TcModel.Granting(Everything, Us) with { Disclosed = [8] }).ShouldBe(("", "analytics personalization advertising"));
        Said(TcModel.Granting(Everything, Us) with { Disclosed = [Us] }).ShouldBe(("analytics personalization advertising", ""));
        var interest = TcModel.Granting(0) with { Interests = Everything, VendorInterests = [Us], Policy = 5 };
        Said(interest).ShouldBe(("", "analytics personalization advertising"));
        Said(interest with { Disclosed = [Us] }).ShouldBe(("analytics", "personalization advertising"));
    }

    [Fact]
    public void Segments_that_contradict_each_other_are_a_no_in_whatever_order()
    {
        var (shown, hidden) = (TcModel.Granting(Everything, Us) with { Disclosed = [Us] }, TcModel.Granting(Everything, Us) with { Disclosed = [8] });
        foreach (var text in new[] { shown.Encode() + Segment(hidden), hidden.Encode() + Segment(shown) })
            Said(text, new TcfOptions { VendorId = Us }).ShouldBe(("", "analytics personalization advertising"));
        Said(shown.Encode() + Segment(shown), new TcfOptions { VendorId = Us }).ShouldBe(("analytics personalization advertising", ""));

        var (yes, no) = (TcModel.Granting(0) with { Publisher = (Everything, 0, 0, 0, 0) }, TcModel.Granting(0) with { Publisher = (Bits(8, 9), 0, 0, 0, 0) });
        foreach (var text in new[] { yes.Encode() + Segment(no), no.Encode() + Segment(yes) })
            Said(text, new TcfOptions()).ShouldBe(("analytics", "personalization advertising"));

        static string Segment(TcModel of) => of.Encode()[of.Encode().IndexOf('.', StringComparison.Ordinal)..];
    }

    [Fact]
    public void Without_a_vendor_id_the_publishers_part_counts_when_there_is_one()
    {
        var publisher = new TcfOptions();
        Said(TcModel.Granting(Bits(5, 6)), publisher).ShouldBe(("personalization", "analytics advertising"));
        Said(TcModel.Granting(Bits(5, 6)) with { Publisher = (Bits(8, 9), 0, 0, 0, 0) }, publisher).ShouldBe(("analytics", "personalization advertising"));
    }

    [Fact]
    public void What_cannot_be_read_is_a_no_to_all_that_is_mapped()
    {
        var no = ("", "analytics personalization advertising");
        Said("broken").ShouldBe(no);
        Said(TcModel.Granting(Everything, Us) with { Version = 3 }).ShouldBe(no);
        Said(TcModel.Granting(Everything, Us) with { Policy = 6 }).ShouldBe(no);
        Said(TcModel.Granting(Everything, Us) with { Policy = 1 }).ShouldBe(no);
        Said("broken", new TcfOptions { Enabled = false }).ShouldBe(("", ""));
    }

    [Fact]
    public void Of_two_strings_the_refusal_counts_and_no_string_ever_grants_what_it_lacks() => Gen.Select(TcModel.Any, TcModel.Any).Sample((one, other) =>
    {
        var mapping = new TcfMapping(new TcfOptions { VendorId = Us }, Fresh);
        var both = mapping.With(mapping.With(default, Encoding.ASCII.GetBytes(one.Encode())), Encoding.ASCII.GetBytes(other.Encode()));
        var back = mapping.With(mapping.With(default, Encoding.ASCII.GetBytes(other.Encode())), Encoding.ASCII.GetBytes(one.Encode()));
        both.ShouldBe(back);
        var personalization = PurposePolicy.Bit(1);
        var granted = new[] { one, other }.All(model => model.VendorConsents.Contains(Us) && (model.Consents & Bits(5, 6)) == Bits(5, 6)
            && model.Disclosed?.Contains(Us) != false && !model.Restrictions.Any(each => each.Purpose is 5 or 6 && each.Type != 1 && each.Vendors.Contains(Us)));
        ((ConsentGate.Allowed(PurposePolicy.Of("gdpr-strict"), both) & personalization) != 0).ShouldBe(granted);
    }, iter: 300);

    private static (string Granted, string Refused) Said(TcModel model, TcfOptions? options = null) => Said(model.Encode(), options);

    private static (string Granted, string Refused) Said(string text, TcfOptions? options = null)
    {
        var stated = new TcfMapping(options ?? new TcfOptions { VendorId = Us }, Fresh).With(StatedConsent.Nothing, Encoding.ASCII.GetBytes(text));
        return (Names(stated.Granted), Names(stated.Refused));
    }

    private static string Names(ushort bits) => string.Join(' ', Fresh.All.Where(purpose => (bits & PurposePolicy.Bit(purpose.Index)) != 0).Select(purpose => purpose.Name));

    private static uint Bits(params int[] purposes) => purposes.Aggregate(0U, (bits, purpose) => bits | 1U << (purpose - 1));
}

using System.Text;
using CsCheck;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Govern.Tests.Purposes.TcStrings;

public sealed class TcStringTests
{
    // The string that the framework's own documents use as their example, with what other decoders say of it.
    private const string Published = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA";
    private const string PublishedDisclosed = Published + ".IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw";

    [Fact]
    public void The_published_example_is_read_as_others_read_it()
    {
        TcString.TryRead(Encoding.ASCII.GetBytes(Published), 2, out var read).ShouldBeTrue();
        read.CreatedAtMs.ShouldBe(1_582_243_059_300);
        (read.CmpId, read.CmpVersion, read.VendorListVersion, read.PolicyVersion).ShouldBe((27, 0, 15, 2));
        (read.Consents, read.LegitimateInterests, read.SpecialFeatures).ShouldBe((0b111U, 0U, (ushort)0));
        for (var vendor = 0; vendor <= 12; vendor++)
        {
            TcString.TryRead(Encoding.ASCII.GetBytes(Published), vendor, out read).ShouldBeTrue();
            (read.VendorConsent, read.VendorLegitimateInterest).ShouldBe((vendor is 2 or 6 or 8, vendor is 2 or 6 or 8), vendor.ToString());
            read.VendorDisclosed.ShouldBeNull();
        }

        TcString.TryRead(Encoding.ASCII.GetBytes(PublishedDisclosed), 2, out read).ShouldBeTrue();
        read.VendorDisclosed.ShouldNotBeNull();
    }

    [Fact]
    public void Whatever_is_encoded_is_decoded_for_every_vendor() => Gen.Select(TcModel.Any, Gen.Int[1, 41]).Sample((model, vendor) =>
    {
        var known = model.VendorConsents.Concat(model.VendorInterests).Concat(model.Disclosed ?? []).Append(vendor);
        var text = Encoding.ASCII.GetBytes(model.Encode());
        foreach (var each in known)
        {
            TcString.TryRead(text, each, out var read).ShouldBeTrue();
            (read.CreatedAtMs, read.UpdatedAtMs, read.CmpId, read.VendorListVersion, read.PolicyVersion).ShouldBe((model.CreatedAtMs, model.UpdatedAtMs, model.Cmp, model.List, model.Policy));
            (read.SpecialFeatures, read.Consents, read.LegitimateInterests).ShouldBe((model.Features, model.Consents, model.Interests));
            (read.VendorConsent, read.VendorLegitimateInterest).ShouldBe((model.VendorConsents.Contains(each), model.VendorInterests.Contains(each)));
            read.VendorDisclosed.ShouldBe(model.Disclosed?.Contains(each));
            read.Forbidden.ShouldBe(Restricted(model, 0, each));
            read.ConsentRequired.ShouldBe(Restricted(model, 1, each));
            read.LegitimateInterestRequired.ShouldBe(Restricted(model, 2, each));
            (read.HasPublisher, read.PublisherConsents, read.PublisherLegitimateInterests).ShouldBe((model.Publisher is not null, model.Publisher?.Consents ?? 0, model.Publisher?.Interests ?? 0));
            (read.CustomConsents, read.CustomLegitimateInterests).ShouldBe((model.Publisher?.OwnConsents ?? 0, model.Publisher?.OwnInterests ?? 0));
        }
    }, iter: 300);

    [Fact]
    public void A_string_that_is_cut_off_anywhere_in_its_fields_says_nothing() => TcModel.Any.Sample(model =>
    {
        var core = Encoding.ASCII.GetBytes((model with { Disclosed = null, Publisher = null }).Encode());
        for (var length = 0; length < core.Length - 1; length++)
            TcString.TryRead(core.AsSpan(0, length), 1, out var read).ShouldBe(false, $"{length} of {core.Length}: {read}");
    }, iter: 20);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("CCPA")]
    [InlineData("BOQ6ZEAOQ6ZEAABACDENAOwAAAAHCADAACAAQAAQ")] // Version 1.
    [InlineData("DOvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA")] // Version 3.
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCK AAA")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.I")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoE.Y.A.A.A.A.A.A.A")]
    [InlineData("{\"tcString\":1}")]
    public void What_cannot_be_read_says_nothing(string text)
    {
        TcString.TryRead(Encoding.UTF8.GetBytes(text), 2, out var read).ShouldBeFalse();
        read.ShouldBe(default);
    }

    [Fact]
    public void Hostile_bytes_neither_throw_nor_take_long() => Gen.Select(Gen.Byte.Array[0, 3_000], Gen.Int[0, 65_535]).Sample((bytes, vendor) =>
    {
        TcString.TryRead(bytes, vendor, out _);
        var started = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAA"u8.ToArray().Concat(bytes.Select(static b => (byte)"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."[b % 65])).ToArray();
        TcString.TryRead(started, vendor, out _);
    }, iter: 500);

    [Fact]
    public void The_widest_ranges_and_the_most_restrictions_are_looked_at_once_each()
    {
        var everybody = Enumerable.Range(1, 65_535).ToArray();
        var model = TcModel.Granting(0xff_ffff, 1) with { VendorConsents = everybody, VendorInterests = everybody, Ranges = true, Restrictions = [.. Enumerable.Range(0, 1_500).Select(i => (1 + (i % 24), 1, everybody))] };
        var text = Encoding.ASCII.GetBytes(model.Encode());
        text.Length.ShouldBeLessThan(16 * 1024);
        TcString.TryRead(text, 65_535, out var read).ShouldBeTrue();
        (read.VendorConsent, read.ConsentRequired).ShouldBe((true, 0xff_ffffU));
        TcString.TryRead(new byte[16 * 1024 + 1], 1, out _).ShouldBeFalse();
    }

    private static uint Restricted(TcModel model, int type, int vendor) =>
        model.Restrictions.Where(each => each.Type == type && each.Vendors.Contains(vendor)).Aggregate(0U, (bits, each) => bits | 1U << (each.Purpose - 1));
}

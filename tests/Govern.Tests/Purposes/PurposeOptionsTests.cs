using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Tests.Purposes;

public sealed class PurposeOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_purpose_of_your_own_stands_beside_those_of_the_preset()
    {
        var policies = Policies(
            ("Named:price-tests:Index", "8"), ("Named:price-tests:Aliases:0", "Price Tests (A/B)"), ("Named:price-tests:UsesEvents", "true"),
            ("Named:price-tests:WhenRefused", "Drop"), ("Named:price-tests:Models:0", "session-neighbours"), ("Named:price-tests:Channels:0", "email"),
            ("Named:analytics:Basis", "Consent"), ("Named:analytics:Aliases:0", "insights"));
        var own = policies.Standard.Find("PRICE_TESTS a b"u8).ShouldNotBeNull();
        (own.Name, own.Index, own.Basis, own.WhenRefused).ShouldBe(("price-tests", 8, LegalBasis.Consent, ConsentVerdict.Drop));
        policies.Standard.Find("Insights"u8).ShouldNotBeNull().Name.ShouldBe("analytics");
        policies.Standard.Find("C0002"u8).ShouldNotBeNull().Basis.ShouldBe(LegalBasis.Consent);
        policies.Standard.Rule(CoveredKind.Model, "session-neighbours").Needs.ShouldBe(PurposePolicy.Bit(8));
        policies.Standard.Rule(CoveredKind.Model, "transitions").Needs.ShouldBe((ushort)0);
        policies.Standard.Rule(CoveredKind.Channel, "email").Needs.ShouldBe((ushort)(PurposePolicy.Bit(8) | PurposePolicy.Bit(3)));

        ConsentGate.Check(policies.Standard, StatedConsent.Nothing.With(own, false)).ShouldBe(ConsentVerdict.Drop);
    }

    [Theory]
    [InlineData("Named:new-one:Basis", "Consent", "Named:new-one:Index")]
    [InlineData("Named:new-one:Index", "3", "Named:new-one:Index")]
    [InlineData("Named:new-one:Index", "99", "Named:new-one:Index")]
    [InlineData("Named:email:Index", "9", "Named:email:Index = 9")]
    [InlineData("Named:Big One:Index", "9", "Named:Big One")]
    [InlineData("Named:email:WhenRefused", "Drop", "Named:email:WhenRefused")]
    [InlineData("Named:analytics:WhenRefused", "Keep", "Named:analytics:WhenRefused = Keep")]
    [InlineData("Named:email:Aliases:0", "?!", "Named:email:Aliases")]
    [InlineData("Named:email:Aliases:0", "C0002", "c0002")]
    [InlineData("Named:email:Channels:0", "pigeon", "Named:email:Channels: there is no channel \"pigeon\"; there are email, push, sms.")]
    [InlineData("Regions:Germany", "gdpr-strict", "Regions:Germany")]
    [InlineData("Regions:US-California", "ccpa", "Regions:US-California")]
    [InlineData("Regions:DE", "gdpr", "Regions:DE = gdpr")]
    [InlineData("UnknownRegion", "gdpr", "UnknownRegion")]
    [InlineData("../Tcf:Purposes:emails:0", "3", "Govern:Tcf:Purposes:emails")]
    [InlineData("../Tcf:Purposes:analytics:0", "25", "Govern:Tcf:Purposes:analytics = 25")]
    public void A_wrong_setting_stops_the_start_by_name(string setting, string value, string named)
    {
        using var host = Host((setting, value));
        Should.Throw<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain(named);
    }

    [Fact]
    public void An_index_is_never_given_to_another_purpose()
    {
        Policies(("Named:first:Index", "8"));
        Policies(); // Taking it out of the settings does not free the index.
        using (var other = Host(("Named:second:Index", "8")))
            Should.Throw<OptionsValidationException>(() => other.Services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain("the index was first's");
        using (var moved = Host(("Named:first:Index", "9")))
            Should.Throw<OptionsValidationException>(() => moved.Services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain("had the index 8");
        Policies(("Named:first:Index", "8"), ("Named:second:Index", "9")).Standard.At(9).ShouldNotBeNull().Name.ShouldBe("second");
    }

    [Fact]
    public void Each_region_has_its_own_default_and_an_unknown_one_the_strictest()
    {
        var policies = Policies(("Regions:EEA", "gdpr-strict"), ("Regions:IE", "fresh"), ("Regions:US-CA", "ccpa"));
        policies.For(RegionCode.Of("DE", "BY")).Name.ShouldBe("gdpr-strict");
        policies.For(RegionCode.Of("ie", null)).Name.ShouldBe("fresh");
        policies.For(RegionCode.Of("US", "CA")).Name.ShouldBe("ccpa");
        policies.For(RegionCode.Of("US", "NY")).Name.ShouldBe("fresh");
        policies.For(RegionCode.Of("JP", null)).Name.ShouldBe("fresh");

        var unknown = policies.For(RegionCode.Unknown);
        unknown.AllowedUnsaid.ShouldBe((ushort)0);
        unknown.WhenNobodyMay.ShouldBe(ConsentVerdict.Drop);
        unknown.RefusedByGpc.ShouldBe(policies.Standard.RefusedByGpc);
        Policies(("Regions:EEA", "gdpr-strict"), ("UnknownRegion", "ccpa")).For(default).Name.ShouldBe("ccpa");
        Policies().For(default).Name.ShouldBe("fresh");
    }

    [Theory]
    [InlineData("de", "by", "DE-BY")]
    [InlineData("US", "CA", "US-CA")]
    [InlineData("GB", "ENG", "GB-ENG")]
    [InlineData("FR", "Île-de-France", "FR")]
    [InlineData("FR", "", "FR")]
    [InlineData("Germany", "BY", "")]
    [InlineData("D1", "BY", "")]
    [InlineData("US", "US-CA", "US-CA")]
    [InlineData("", "us-ca", "US-CA")]
    [InlineData("GB", "GB-ENG", "GB-ENG")]
    [InlineData("US", "CA-ON", "")] // One of the two is wrong.
    [InlineData("XX", "CA", "")]
    [InlineData("ZZ", "", "")]
    [InlineData("EU", "", "")]
    [InlineData("AP", "", "")]
    [InlineData("T1", "", "")]
    [InlineData("UK", "", "GB")]
    [InlineData("uk", "UK-SCT", "GB-SCT")]
    [InlineData("EL", "I", "GR-I")]
    [InlineData("XK", "", "XK")]
    [InlineData("", "", "")]
    [InlineData("Ж", "", "")]
    public void A_place_is_packed_into_a_code(string country, string region, string code)
    {
        RegionCode.Of(country, region).ToString().ShouldBe(code);
        RegionCode.Of(System.Text.Encoding.UTF8.GetBytes(country), System.Text.Encoding.UTF8.GetBytes(region)).ShouldBe(RegionCode.Of(country, region));
    }

    [Fact]
    public void Only_codes_that_are_assigned_name_a_country()
    {
        var letters = Enumerable.Range('A', 26).Select(letter => (char)letter).ToArray();
        var known = (from first in letters from second in letters let code = $"{first}{second}" where RegionCode.Of(code, null).ToString() == code select code).ToList();
        known.Count.ShouldBe(250, "249 of ISO 3166-1, and XK.");
        using var host = Host(("Regions:XX", "ccpa"));
        Should.Throw<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain("Regions:XX");
    }

    private PurposePolicies Policies(params (string Name, string Value)[] settings)
    {
        using var host = Host(settings);
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        return host.Services.GetRequiredService<PurposePolicies>();
    }

    private IHost Host(params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(
            setting => setting.Name.StartsWith("../", StringComparison.Ordinal) ? "Govern:" + setting.Name[3..] : "Govern:Purposes:" + setting.Name, setting => (string?)setting.Value));
        builder.Services.AddSingleton(new DataFolder(_folder.Path));
        builder.AddGovern();
        return builder.Build();
    }
}

using System.Net;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class GeographyTests
{
    [Fact]
    public void A_city_database_tells_the_whole_place()
    {
        using var geography = new MaxMindGeography(Sample.Path("GeoLite2-City-Test.mmdb"));
        geography.Find(IPAddress.Parse("2.125.160.217")).ShouldBe(new Place("GB", "ENG", "Boxford", "Europe/London"));
        geography.Find(IPAddress.Parse("::ffff:2.125.160.217")).ShouldBe(geography.Find(IPAddress.Parse("2.125.160.217")));
        geography.Find(IPAddress.Parse("2001:218::1")).ShouldNotBeNull().Country.ShouldBe("JP");
        geography.Find(IPAddress.Parse("127.0.0.1")).ShouldBeNull();
    }

    [Fact]
    public void A_country_database_tells_the_country()
    {
        using var geography = new MaxMindGeography(Sample.Path("GeoLite2-Country-Test.mmdb"));
        geography.Find(IPAddress.Parse("2.125.160.217")).ShouldBe(new Place("GB", null, null, null));
    }

    [Fact]
    public void A_place_asked_for_again_allocates_nothing()
    {
        using var geography = new MaxMindGeography(Sample.Path("GeoLite2-City-Test.mmdb"));
        var ip = IPAddress.Parse("2.125.160.217");
        Allocations.Of(() => geography.Find(ip)).ShouldBe(0);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("kairos-geography-");
        try
        {
            var broken = Path.Combine(folder.FullName, "broken.mmdb");
            File.WriteAllText(broken, "not a database at all");
            Should.Throw<InvalidDataException>(() => new MaxMindGeography(broken)).Message.ShouldContain(broken);
            var missing = Path.Combine(folder.FullName, "missing.mmdb");
            Should.Throw<InvalidDataException>(() => new MaxMindGeography(missing)).Message.ShouldContain(missing);
            var cut = Path.Combine(folder.FullName, "cut.mmdb");
            File.WriteAllBytes(cut, File.ReadAllBytes(Sample.Path("GeoLite2-City-Test.mmdb"))[..5000]);
            Should.Throw<InvalidDataException>(() => new MaxMindGeography(cut)).Message.ShouldContain(cut);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Without_a_file_no_place_is_known() => new NoGeography().Find(IPAddress.Loopback).ShouldBeNull();
}

using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class LocalTimeTests
{
    private static readonly long Monday = new DateTimeOffset(2026, 1, 5, 10, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void An_offset_moves_the_hour_and_the_day()
    {
        LocalTime.At(Monday, 0).ShouldBe(new LocalTime(10, 0));
        LocalTime.At(Monday, -11 * 60).ShouldBe(new LocalTime(23, 6));
        LocalTime.At(Monday, 14 * 60).ShouldBe(new LocalTime(0, 1));
        LocalTime.At(Monday, 330).ShouldBe(new LocalTime(16, 0));
    }

    [Fact]
    public void It_agrees_with_the_calendar() => Gen.Select(Gen.Long[-62_000_000_000_000, 250_000_000_000_000], Gen.Int[-840, 840]).Sample((ms, offset) =>
    {
        var local = DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMinutes(offset));
        return LocalTime.At(ms, offset) == new LocalTime((byte)local.Hour, (byte)(((int)local.DayOfWeek + 6) % 7));
    });

    [Fact]
    public void A_known_zone_gives_its_own_hour_and_an_unknown_one_nothing()
    {
        var zones = new TimeZones();
        zones.TryGet("UTC"u8, Monday, out var utc).ShouldBeTrue();
        utc.ShouldBe(new LocalTime(10, 0));
        // On a machine without tzdata there is no Berlin: then nothing is known, and nothing fails.
        if (TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _))
        {
            zones.TryGet("Europe/Berlin"u8, Monday, out var berlin).ShouldBeTrue();
            berlin.ShouldBe(new LocalTime(11, 0));
        }

        zones.TryGet("Europe/Atlantis"u8, Monday, out _).ShouldBeFalse();
        zones.TryGet("Europe/Atlantis"u8, Monday, out _).ShouldBeFalse();
        zones.TryGet("../../etc/passwd"u8, Monday, out _).ShouldBeFalse();
        zones.TryGet("/etc/localtime"u8, Monday, out _).ShouldBeFalse();
        zones.TryGet("Europe"u8, Monday, out _).ShouldBeFalse();
        zones.TryGet(""u8, Monday, out _).ShouldBeFalse();
        zones.TryGet("UTC"u8, long.MaxValue, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_known_zone_allocates_nothing()
    {
        var zones = new TimeZones();
        Allocations.Of(() => zones.TryGet("UTC"u8, Monday, out _)).ShouldBe(0);
    }
}

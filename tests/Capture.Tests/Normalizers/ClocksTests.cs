using System.Globalization;
using System.Text;
using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class ClocksTests
{
    private const long Received = 1_767_607_200_000; // 2026-01-05T10:00:00Z
    private const long Hour = 3_600_000;

    [Fact]
    public void A_clock_that_is_an_hour_ahead_is_corrected() =>
        Clocks.Correct(Received + Hour - 5_000, Received + Hour, Received, null).ShouldBe((Received - 5_000, true));

    [Fact]
    public void A_clock_that_is_an_hour_behind_is_corrected() =>
        Clocks.Correct(Received - Hour - 5_000, Received - Hour, Received, null).ShouldBe((Received - 5_000, true));

    [Fact]
    public void The_way_through_the_network_is_no_fault_of_the_clock() =>
        Clocks.Correct(Received - 900, Received - 300, Received, null).ShouldBe((Received - 600, false));

    [Fact]
    public void An_event_kept_back_for_days_stays_where_it_happened() =>
        Clocks.Correct(Received - (72 * Hour), Received, Received, null).ShouldBe((Received - (72 * Hour), false));

    [Fact]
    public void Without_a_time_of_sending_the_timestamp_is_believed() =>
        Clocks.Correct(Received - Hour, null, Received, null).ShouldBe((Received - Hour, false));

    [Fact]
    public void Without_a_timestamp_the_original_one_counts() =>
        Clocks.Correct(null, Received - 300, Received, Received - 900).ShouldBe((Received - 600, false));

    [Fact]
    public void Without_any_time_it_happened_when_it_was_received() =>
        Clocks.Correct(null, null, Received, null).ShouldBe((Received, false));

    [Fact]
    public void The_future_has_not_happened_yet()
    {
        Clocks.Correct(Received + 500, null, Received, null).ShouldBe((Received, false));
        Clocks.Correct(Received + Hour, null, Received, null).ShouldBe((Received, true));
    }

    [Fact]
    public void An_absurd_time_is_dated_by_receipt_or_refused_by_option()
    {
        Clocks.Correct(0, null, Received, null).ShouldBe((Received, true));
        Clocks.Judge(0, null, Received, null, new ClockOptions { RefuseAbsurd = true }).Refused.ShouldBeTrue();
        Clocks.Judge(Received + (48 * Hour), null, Received, null, new ClockOptions { RefuseAbsurd = true }).Refused.ShouldBeTrue();
        Clocks.Judge(Received - (800 * 24 * Hour), null, Received, null, new ClockOptions { AgeDaysMax = 365 }).HappenedAtMs.ShouldBe(Received);
        Clocks.Judge(Received - Hour, null, Received, null, new ClockOptions { RefuseAbsurd = true }).Refused.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_ever_happens_after_it_was_received() =>
        Gen.Select(Gen.Long.Nullable(), Gen.Long.Nullable(), Gen.Long.Nullable()).Sample((own, sent, original) =>
            Clocks.Correct(own, sent, Received, original).HappenedAtMs <= Received);

    [Theory]
    [InlineData("2026-01-05T10:00:00Z", "2026-01-05T10:00:00.000Z")]
    [InlineData("2026-01-05T10:00:00.123456789Z", "2026-01-05T10:00:00.123Z")]
    [InlineData("2026-01-05T10:00:00.1+02:00", "2026-01-05T08:00:00.100Z")]
    [InlineData("2026-01-05T10:00:00-0530", "2026-01-05T15:30:00.000Z")]
    [InlineData("2026-01-05 10:00", "2026-01-05T10:00:00.000Z")]
    [InlineData("2026-01-05", "2026-01-05T00:00:00.000Z")]
    [InlineData("\"2026-01-05T24:00:00Z\"", "2026-01-06T00:00:00.000Z")]
    [InlineData("1767607200", "2026-01-05T10:00:00.000Z")]
    [InlineData("1767607200.5", "2026-01-05T10:00:00.500Z")]
    [InlineData("1767607200123", "2026-01-05T10:00:00.123Z")]
    [InlineData("1767607200123456", "2026-01-05T10:00:00.123Z")]
    [InlineData("1767607200123456789", "2026-01-05T10:00:00.123Z")]
    [InlineData("-1", "1969-12-31T23:59:59.000Z")]
    public void A_time_is_read_however_it_is_written(string sent, string iso)
    {
        Clocks.TryParseTime(Encoding.UTF8.GetBytes(sent), out var ms).ShouldBeTrue();
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture).ShouldBe(iso);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-01-05T25:00:00Z")]
    [InlineData("2026-01-05T10:00:00+99:00")]
    [InlineData("2026-01-05T10:00:00Zulu")]
    [InlineData("2026-01-05T")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("12 o'clock")]
    public void What_is_no_time_is_refused(string sent) => Clocks.TryParseTime(Encoding.UTF8.GetBytes(sent), out _).ShouldBeFalse();

    [Fact]
    public void Every_time_is_read_as_it_was_written() => Gen.DateTimeOffset.Where(time => time.Year is > 1 and < 9998).Sample(time =>
        Clocks.TryParseTime(Encoding.UTF8.GetBytes(time.ToString("o", CultureInfo.InvariantCulture)), out var ms) && ms == time.ToUnixTimeMilliseconds());

    [Fact]
    public void Bytes_that_are_no_time_are_survived() => Gen.Byte.Array[0, 60].Sample(bytes =>
        Clocks.TryParseTime(bytes, out var ms) || ms == 0);
}

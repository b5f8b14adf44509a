using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

public sealed class AsOfTimeTests
{
    [Theory]
    [InlineData("2026-01-05", "2026-01-05T00:00:00Z")]
    [InlineData("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z")]
    [InlineData("2026-01-05T10:00", "2026-01-05T10:00:00Z")]
    [InlineData("2026-01-05T10:00:00.250+02:00", "2026-01-05T08:00:00.250Z")]
    public void Times_of_iso_8601_are_read(string text, string expected)
    {
        AsOfTime.TryRead(text, out var ms, out _).ShouldBeTrue();
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:00")]
    [InlineData("01/02/2026")]
    [InlineData("Sun, 22 Nov 2026 23:59:59 GMT")]
    [InlineData("1795378645803")]
    [InlineData("2026-13-01")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59-10:00")]
    [InlineData("2026-W47-7")]
    public void Nothing_else_is(string text) => AsOfTime.TryRead(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_plus_that_became_a_blank_is_guessed()
    {
        AsOfTime.TryRead("2026-01-05T10:00:00 02:00", out _, out var wrong).ShouldBeFalse();
        wrong.ShouldNotBeNull().ShouldContain("%2B");
    }
}

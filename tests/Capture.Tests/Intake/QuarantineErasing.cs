using System.Text;
using Kairos.Capture.Intake;

namespace Kairos.Capture.Tests.Intake;

public sealed class QuarantineErasing
{
    [Theory]
    [InlineData("""{"userId":"u-12345"}""", true)]
    [InlineData("""{"properties":{"url":"https://shop.example/?who=u-12345&x=1"}}""", true)]
    [InlineData("""{"properties":{"url":"https://shop.example/?mail=ann%40example.com"}}""", true)]
    [InlineData("""{"traits":{"email":"ann@example.com"}}""", true)]
    [InlineData("""{"traits":{"email":"joann@example.com"}}""", false)]
    [InlineData("""{"userId":"u-123456"}""", false)]
    [InlineData("""{"userId":"u-12345","traits":{""", true)]
    [InlineData("userId=u-12345", true)]
    [InlineData("""{"userId":42}""", true)]
    [InlineData("""{"price":42}""", false)]
    [InlineData("""{"userId":"42"}""", true)]
    [InlineData("""{"title":"42 things"}""", false)]
    public void A_body_mentions_somebody_by_a_whole_identifier(string body, bool mentioned) =>
        new IdentifierSearch(["u-12345", "ann@example.com", "42"]).In(Encoding.UTF8.GetBytes(body)).ShouldBe(mentioned);

    [Theory]
    [InlineData("QV.Mail@Example.org")]
    [InlineData("qv.mail%40example.org")]
    [InlineData("qv.mail%2540EXAMPLE.org")]
    [InlineData("qv.mail\\u0040example.org")]
    [InlineData("<qv.mail@example.org>.")]
    [InlineData("+49 151 55501234")]
    [InlineData("+49\u00a0151\u202f5550\u20111234")]
    [InlineData("+49 (0) 151 55501234")]
    [InlineData("004915155501234")]
    [InlineData("0049-151-55501234")]
    [InlineData("0151 55501234")]
    [InlineData("(0151) 555 01234")]
    [InlineData("0151/55501234")]
    [InlineData("4915155501234")]
    [InlineData("%2B4915155501234")]
    [InlineData("number 12 +4915155501234")]
    [InlineData("anon%2F1234")]
    public void Addresses_and_numbers_are_found_however_they_are_written(string text)
    {
        var search = new IdentifierSearch(["qv.mail@example.org", "+4915155501234", "anon/1234"]);
        search.In(Encoding.UTF8.GetBytes("""{"properties":{"note":"note TEXT and more"}}""".Replace("TEXT", text, StringComparison.Ordinal))).ShouldBeTrue();
        search.In(Encoding.UTF8.GetBytes($"note {text} {{")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("jo.qv.mail@example.org")]
    [InlineData("qv.mail@example.org.uk")]
    [InlineData("+4915155501235")]
    [InlineData("+49151555012345")]
    [InlineData("0251 55501234")]
    [InlineData("55501234")]
    [InlineData("A4915155501234")]
    [InlineData("4915155501234B")]
    public void Others_addresses_and_numbers_are_not_taken_for_theirs(string text) =>
        new IdentifierSearch(["qv.mail@example.org", "+4915155501234"]).In(Encoding.UTF8.GetBytes($$"""{"note":"note {{text}} and more"}""")).ShouldBeFalse();

    [Theory]
    [InlineData("jörg@müller.de", "JÖRG@Müller.de")]
    [InlineData("jörg@müller.de", "j%C3%B6rg@m%C3%BCller.de")]
    public void Addresses_of_other_letters_are_found_as_they_were_sent(string known, string text) =>
        new IdentifierSearch([known]).In(Encoding.UTF8.GetBytes($$"""{"note":"to {{text}} now"}""")).ShouldBeTrue();

    [Fact]
    public void A_number_known_within_its_country_is_found_with_its_country() =>
        new IdentifierSearch(["0151 55501234"]).In("""{"phone":4915155501234}"""u8).ShouldBeTrue();

    [Fact]
    public void Of_several_peoples_events_only_their_own_are_theirs_and_only_those_about_them_go()
    {
        var refused = Refused("""
            {"sentAt":"2026-01-05","batch":[{"userId":"bob-123","note":"diagnosis"},{"userId":"alice-1"},{"anonymousId":"alice-phone","userId":"bob-123","say":"a"},
            {"userId":"carl-99","note":"alice-1 told me"},{"anonymousId":"alice-phone"},{"traits":{"email":"Alice@example.org"}}]}
            """);
        var share = RefusedShare.Of(refused, new IdentifierSearch(["alice-1", "alice-phone", "alice@example.org"])).ShouldNotBeNull();
        share.Own.ShouldBe(["""{"userId":"alice-1"}""", """{"anonymousId":"alice-phone"}""", """{"traits":{"email":"Alice@example.org"}}"""]);
        (share.Mentions, share.IsUnreadable).ShouldBe((5, false));
        Encoding.UTF8.GetString(share.Rest.ShouldNotBeNull().Body).ShouldBe("""{"sentAt":"2026-01-05","batch":[{"userId":"bob-123","note":"diagnosis"}]}""");
    }

    [Theory]
    [InlineData("""{"batch":[{"userId":"bob-123","note":"diagnosis"},{"userId":"alice-1"}],}""", true)]
    [InlineData("""{"batch":[{"userId":"alice-1"},{"userId":"bob-1""", true)]
    [InlineData("""{"userId":"bob-123","note":"ask alice-1"}""", false)]
    [InlineData("""{"event":"x","note":"ask alice-1"}""", false)]
    [InlineData("""{"context":{"traits":{"of":"alice-1"}},"batch":[{"userId":"bob-123"}]}""", false)]
    public void What_is_not_surely_theirs_is_not_shown_to_them_but_goes_when_they_are_erased(string body, bool unreadable)
    {
        var share = RefusedShare.Of(Refused(body), new IdentifierSearch(["alice-1"])).ShouldNotBeNull();
        share.Own.ShouldBeEmpty();
        share.IsUnreadable.ShouldBe(unreadable);
        share.Rest.ShouldBeNull();
    }

    private static QuarantinedEvent Refused(string body) =>
        new() { Id = "1", Workspace = 1, ReceivedAtMs = 1, Source = "http", Reason = "not-json", Body = Encoding.UTF8.GetBytes(body) };
}

using System.Text;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Normalizers.PersonalData;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Tests.Intake;

public sealed class RedactionTests
{
    private static readonly SipKey Secret = new(1, 2);

    [Fact]
    public void Identifiers_are_hashed_and_the_same_one_looks_the_same()
    {
        var redacted = Redact("""{"userId":"ann","previousId":"ann","messageId":"0123456789"}""");
        redacted.ShouldNotContain("ann");
        redacted.ShouldContain("0123456789");
        var hash = redacted.Split('"').First(part => part.StartsWith('#'));
        redacted.Split(hash).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("mail ann@example.com now", "mail *************** now")]
    [InlineData("call +49 (170) 123-4567", "call ******************")]
    [InlineData("size 42, 12 pieces, order 2026-01-05 of 1234567 steps", "size 42, 12 pieces, order 2026-01-05 of 1234567 steps")]
    public void Texts_that_hold_personal_data_are_masked_and_others_are_not(string text, string masked) => Redaction.Masked(text).ShouldBe(masked);

    [Fact]
    public void What_the_gate_finds_is_not_shown_however_it_is_written()
    {
        foreach (var (value, kind) in PlantedData.All)
        {
            foreach (var encoding in PlantedData.Encodings)
            {
                var sent = encoding(value);
                var shown = Redact($$"""{"messageId":"m-1","properties":{"note":"{{sent}}"},"x":["{{sent}}"]}""");
                shown.ShouldNotContain(sent, Case.Insensitive, $"{kind} as {sent}");
                shown.ShouldNotContain(value, Case.Insensitive, $"{kind} as {sent}");
                shown.ShouldContain("m-1");
            }
        }

        Redact("""{"properties":{"phone":1512345678,"card":4111111111111111,"sku":1512345678}}""").ShouldBe("""{"properties":{"phone":"***","card":"1000000000000000","sku":"1512345678"}}""");
        Redact("""{"event":"Mail to ann@example.com","mobileNumber":"0151 2345678"}""").ShouldBe("""{"event":"Mail to ***************","mobileNumber":"************"}""");
    }

    [Theory]
    [InlineData("""{"traits":{"a":"x","b":[1,{"c":"y"}]},"event":"E"}""", """{"traits":{"a":"***","b":["***",{"c":"***"}]},"event":"E"}""")]
    [InlineData("""{"email":"x","note":"y"}""", """{"email":"***","note":"y"}""")]
    [InlineData("""[{"ip":"x"},{"n":1}]""", """[{"ip":"***"},{"n":"1"}]""")]
    public void Traits_and_what_is_under_a_personal_name_are_masked_and_nothing_after_it(string body, string redacted) => Redact(body).ShouldBe(redacted);

    [Theory]
    [InlineData("{broken")]
    [InlineData("userId=ann")]
    [InlineData("")]
    public void Of_what_is_not_json_only_the_length_is_told(string body) => Redact(body).ShouldBe($"\"{body.Length} bytes that are not JSON\"");

    private static string Redact(string body) => Redaction.Redact(Encoding.UTF8.GetBytes(body), Secret);
}

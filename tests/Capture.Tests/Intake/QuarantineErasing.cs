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
}

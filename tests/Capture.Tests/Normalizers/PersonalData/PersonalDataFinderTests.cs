using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Normalizers.PersonalData;

namespace Kairos.Capture.Tests.Normalizers.PersonalData;

public sealed class PersonalDataFinderTests
{
    public static TheoryData<string, string> Planted => [.. PlantedData.All];

    [Theory]
    [MemberData(nameof(Planted))]
    public void Each_kind_is_found_alone_and_in_a_sentence(string text, string kind)
    {
        Found(text).ShouldBe([(text, kind)]);
        Found($"please write to {text}, thanks").ShouldBe([(text, kind)]);
        Found($"({text})").Select(static found => found.Kind).ShouldBe([kind]);
        Found($"https://shop.example/p?q={text}&page=2").ShouldBe([(text, kind)]);
        Found($"{text}; {text}.").ShouldBe([(text, kind), (text, kind)]);
    }

    [Theory]
    [InlineData("my pesel is 44051401359")]
    [InlineData("Steuer-ID: 86095742719")]
    [InlineData("bsn 111222333")]
    [InlineData("call me on 5551234567")]
    [InlineData("tel: 07700900123")]
    public void A_word_before_makes_plain_digits_a_persons(string text) => Found(text).Count.ShouldBe(1);

    [Theory]
    [InlineData("logo@2x.png")]
    [InlineData("see @anna on the wall")]
    [InlineData("git@github.com:a/b")]
    [InlineData("+10 20 30 40")]
    [InlineData("00340434161094021501")]
    [InlineData("GTIN 00012345600012")]
    [InlineData("user@localhost")]
    [InlineData("EAN 4006381333931")]
    [InlineData("UPC 012345678905")]
    [InlineData("1699999999999")]
    [InlineData("2026-01-05T10:00:09.123Z")]
    [InlineData("05-06-2020 10:11")]
    [InlineData("Garmin 010-10702-00 antenna")]
    [InlineData("KDL-46XBR6 46' 1920 x 1080 1080p 120Hz")]
    [InlineData("4111111111111112")]
    [InlineData("DE89370400440532013001")]
    [InlineData("12345678A")]
    [InlineData("000-12-3456")]
    [InlineData("price 1,299.00 was 1,499.00")]
    [InlineData("v10.0.26100.1742 build 26100")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("192.168.100.200")]
    [InlineData("111222333")]
    [InlineData("51111032075")]
    [InlineData("00133 0011 19970504  3   47.33")]
    [InlineData("compatible phone with this Samsung 34-2939-05-XP case")]
    public void What_is_not_a_persons_stays(string text) => Found(text).ShouldBeEmpty();

    [Fact]
    public void Articles_are_not_taken_for_people()
    {
        var lines = Sample.Lines("products.jsonl.gz");
        lines.Length.ShouldBeGreaterThan(200);
        var wrong = lines.Where(static line => Texts(line).Any(static text => Found(text.Text, text.Setting).Count > 0)).ToArray();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_glance_never_overlooks_what_a_search_finds() => Gen.Select(PlantedData.Value, Gen.String[Gen.Char[" -./a0Z@%"], 0, 12], Gen.String[Gen.Char[" -./a0Z@%"], 0, 12])
        .Sample(static (planted, before, after) =>
        {
            var text = Encoding.UTF8.GetBytes(before + planted + after);
            if (PersonalDataFinder.TryFind(text, 0, TextSetting.Free, out _))
                PersonalDataFinder.MayHold(text).ShouldBeTrue();
        });

    [Fact]
    public void Matches_go_forward_and_stay_within_the_text() => Gen.String[Gen.Char["@.+-()/ 0123456789abDEx%é"], 0, 80].Sample(static text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var from = 0;
        while (PersonalDataFinder.TryFind(bytes, from, TextSetting.Free, out var match))
        {
            match.Length.ShouldBeGreaterThan(0);
            match.Start.ShouldBeGreaterThanOrEqualTo(from);
            match.End.ShouldBeLessThanOrEqualTo(bytes.Length);
            from = match.End;
        }
    });

    private static IEnumerable<(string Text, TextSetting Setting)> Texts(string json)
    {
        var found = new List<(string, TextSetting)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var setting = TextSetting.Free;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                setting = ExpectingWords.Of(reader.ValueSpan);
            else if (reader.TokenType == JsonTokenType.String)
                found.Add((reader.GetString()!, setting));
        }
        return found;
    }

    private static List<(string Text, string Kind)> Found(string text, TextSetting setting = TextSetting.Free)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = new List<(string, string)>();
        for (var from = 0; PersonalDataFinder.TryFind(bytes, from, setting, out var match); from = match.End)
            found.Add((Encoding.UTF8.GetString(bytes, match.Start, match.Length), match.Kind.ToString()));
        return found;
    }
}

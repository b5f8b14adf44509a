using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Tests.Parsing;

public sealed class BodyParsing
{
    private static readonly ParsingOptions Limits = new();

    [Theory]
    [InlineData("", Refusal.EmptyBody)]
    [InlineData(" \r\n\t ", Refusal.EmptyBody)]
    [InlineData("\uFEFF", Refusal.EmptyBody)]
    [InlineData("{", Refusal.NotJson)]
    [InlineData("{}x", Refusal.NotJson)]
    [InlineData("{}{}", Refusal.NotJson)]
    [InlineData("""{"event":"A",}""", Refusal.NotJson)]
    [InlineData("""{"event":"A" /* why */}""", Refusal.NotJson)]
    [InlineData("""{"event":'A'}""", Refusal.NotJson)]
    [InlineData("""{"event":NaN}""", Refusal.NotJson)]
    [InlineData("""{"event":"\x41"}""", Refusal.NotJson)]
    [InlineData("{\"event\":\"a\u0000b\"}", Refusal.NotJson)]
    [InlineData("data=eyJldmVudCI6IkEifQ", Refusal.NotJson)]
    [InlineData("[]", Refusal.NotAnObject)]
    [InlineData("null", Refusal.NotAnObject)]
    [InlineData("\"text\"", Refusal.NotAnObject)]
    [InlineData("12", Refusal.NotAnObject)]
    public void A_body_that_is_no_event_is_refused_whole(string body, Refusal why)
    {
        Parse(body, EventKind.Track).Refusal.ShouldBe(why);
        Parse(body, null).Refusal.ShouldBe(why == Refusal.None ? Refusal.NoBatch : why);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"batch":null}""")]
    [InlineData("""{"batch":{}}""")]
    public void A_batch_needs_its_array(string body) => Parse(body, null).Refusal.ShouldBe(Refusal.NoBatch);

    [Fact]
    public void An_empty_batch_is_taken()
    {
        var drafts = Parse("""{"batch":[]}""", null);
        (drafts.Refusal, drafts.Count).ShouldBe((Refusal.None, 0));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        Parse([.. "{\"event\":\""u8, 0xC3, 0x28, .. "\"}"u8], EventKind.Track).Refusal.ShouldBe(Refusal.NotUtf8);
        Parse([0xED, 0xA0, 0x80], EventKind.Track).Refusal.ShouldBe(Refusal.NotUtf8);
    }

    [Theory]
    [InlineData(32, Refusal.None)]
    [InlineData(33, Refusal.TooDeep)]
    [InlineData(400, Refusal.TooDeep)]
    public void Nesting_is_bounded(int levels, Refusal why)
    {
        var deep = new string('[', levels - 2) + new string(']', levels - 2); // Within the event and its properties.
        var drafts = Parse($$$"""{"batch":[{"type":"track","properties":{"deep":{{{deep}}}}},{"type":"page"}]}""", null);
        drafts.Refusal.ShouldBe(Refusal.None);
        drafts[0].Refusal.ShouldBe(why);
        drafts[1].Refusal.ShouldBe(Refusal.None);
        Parse($$$"""{"properties":{"deep":{{{deep}}}}}""", EventKind.Track)[0].Refusal.ShouldBe(why);
    }

    [Fact]
    public void Nesting_without_end_costs_the_body_and_no_more() =>
        Parse("{\"batch\":[" + new string('[', 100_000), null).Refusal.ShouldBe(Refusal.NotJson);

    [Fact]
    public void Members_are_bounded()
    {
        string Event(int members) => "{\"properties\":{" + string.Join(',', Enumerable.Range(0, members - 1).Select(i => $"\"{i}\":1")) + "}}";
        Parse(Event(1_000), EventKind.Track)[0].Refusal.ShouldBe(Refusal.None);
        Parse(Event(1_001), EventKind.Track)[0].Refusal.ShouldBe(Refusal.TooManyMembers);
    }

    [Theory]
    [InlineData("""{"properties":{"a":"TEXT"}}""")]
    [InlineData("""{"properties":{"TEXT":1}}""")]
    [InlineData("""{"context":{"page":{"title":"TEXT"}}}""")]
    [InlineData("""{"unknown":[["TEXT"]]}""")]
    public void Texts_are_bounded(string shape)
    {
        Parse(shape.Replace("TEXT", new string('x', 16 * 1024)), EventKind.Track)[0].Refusal.ShouldBe(Refusal.None);
        Parse(shape.Replace("TEXT", new string('x', (16 * 1024) + 1)), EventKind.Track)[0].Refusal.ShouldBe(Refusal.TextTooLong);
    }

    [Fact]
    public void Events_and_bodies_are_bounded_in_bytes()
    {
        string Event(int bytes) => "{\"type\":\"track\"," + string.Join(',', Enumerable.Range(0, 4).Select(i => $"\"{i}\":\"{new string('x', (bytes / 4) - 12)}\"")) + "}";
        Parse(Event(33_000), EventKind.Track).Refusal.ShouldBe(Refusal.EventTooLarge);
        var drafts = Parse($"{{\"batch\":[{Event(33_000)},{Event(32_000)}]}}", null);
        (drafts[0].Refusal, drafts[1].Refusal).ShouldBe((Refusal.EventTooLarge, Refusal.None));
        Parse("{\"batch\":[" + string.Join(',', Enumerable.Repeat(Event(32_000), 17)) + "]}", null).Refusal.ShouldBe(Refusal.BodyTooLarge);
    }

    [Fact]
    public void A_batch_is_bounded_in_events()
    {
        string Batch(int events) => "{\"batch\":[" + string.Join(',', Enumerable.Repeat("""{"type":"track"}""", events)) + "]}";
        Parse(Batch(2_500), null).Count.ShouldBe(2_500);
        Parse(Batch(2_501), null).Refusal.ShouldBe(Refusal.TooManyEvents);
    }

    [Fact]
    public void Statements_of_consent_are_bounded_by_a_refusal_since_none_may_be_missed()
    {
        string Event(int purposes) => "{\"context\":{\"consent\":{\"categoryPreferences\":{" + string.Join(',', Enumerable.Range(0, purposes).Select(i => $"\"p{i}\":true")) + "}}}}";
        Parse(Event(100), EventKind.Track)[0].Consents.Count.ShouldBe(100);
        Parse(Event(101), EventKind.Track)[0].Refusal.ShouldBe(Refusal.TooManyConsents);
    }

    [Theory]
    [InlineData("""\ud800""", "�")]
    [InlineData("""\udc00x""", "�x")]
    [InlineData("""\ud800\ud800\udc00""", "�\U00010000")]
    [InlineData("""a\u0000b""", "a�b")]
    [InlineData("""\\u0000""", """\u0000""")]
    [InlineData("\\ud83d\\ude00 \\u00e9\\n\\\"", "😀 é\n\"")]
    public void Escapes_are_read_and_those_that_stand_for_no_character_replaced(string sent, string read)
    {
        var drafts = Parse($$"""{"messageId":"{{sent}}"}""", EventKind.Track);
        drafts.Refusal.ShouldBe(Refusal.None);
        Encoding.UTF8.GetString(drafts.Bytes(drafts[0].MessageId)).ShouldBe(read);
    }

    [Fact]
    public void Names_with_escapes_and_a_byte_order_mark_are_read()
    {
        var drafts = Parse("\uFEFF" + """{"m\u0065ssageId":"m1","properties":{"\u0070rice":5}}""", EventKind.Track);
        Encoding.UTF8.GetString(drafts.Bytes(drafts[0].MessageId)).ShouldBe("m1");
        Encoding.UTF8.GetString(drafts.Bytes(drafts[0].OwnItem[(int)ItemSlot.Price])).ShouldBe("5");
    }

    [Fact]
    public void Of_the_same_member_twice_the_last_one_counts()
    {
        var drafts = Parse("""{"messageId":"a","messageId":"b","properties":{"products":[{"id":1},{"id":2}],"query":"x"},"properties":{"products":[{"id":3}]}}""", EventKind.Track);
        Encoding.UTF8.GetString(drafts.Bytes(drafts[0].MessageId)).ShouldBe("b");
        drafts[0].ItemCount.ShouldBe(1);
        drafts[0][Slot.Query].IsNone.ShouldBeTrue();
    }

    [Theory]
    [InlineData("messageId")]
    [InlineData("userId")]
    public void A_value_of_another_type_than_text_or_number_counts_as_not_sent(string name)
    {
        foreach (var value in new[] { "null", "true", "{}", "[]", "[\"a\"]", "{\"a\":1}" })
        {
            var drafts = Parse($"{{\"{name}\":{value}}}", EventKind.Track);
            drafts.Refusal.ShouldBe(Refusal.None);
            drafts[0][name == "userId" ? Slot.UserId : Slot.MessageId].IsScalar.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_batch_parsed_again_has_forgotten_what_was_in_it()
    {
        var drafts = Parse("""{"batch":[{"type":"track","userId":"u"},{"type":"track"}],"writeKey":"k"}""", null);
        drafts.Clear();
        drafts.Append("""{"batch":[{"type":"page"}]}"""u8);
        drafts.Parse(Limits, null).ShouldBe(Refusal.None);
        (drafts.Count, drafts[0].Kind, drafts[0][Slot.UserId].IsNone, drafts.WriteKey.IsEmpty).ShouldBe((1, EventKind.Page, true, true));
    }

    [Fact]
    public void Every_name_that_is_read_is_found_and_no_other()
    {
        foreach (var name in new[] { "product_id", "productId", "item_id", "sku", "id", "name", "category", "brand", "price", "quantity", "position", "index", "url", "image_url", "variant", "products", "items", "filters", "query", "search_term", "q", "revenue", "total", "currency", "order_id", "engaged_ms", "scroll_depth" })
            KnownNames.Properties.Find(Encoding.UTF8.GetBytes(name)).ShouldNotBeNull(name);
        foreach (var name in new[] { "", "p", "product_ix", "qq", "Price", "priceprice" })
            KnownNames.Properties.Find(Encoding.UTF8.GetBytes(name)).ShouldBeNull(name);
    }

    private static DraftBatch Parse(string body, EventKind? verb) => Parse(Encoding.UTF8.GetBytes(body), verb);

    private static DraftBatch Parse(byte[] body, EventKind? verb)
    {
        var drafts = DraftBatch.Rent();
        drafts.Append(body);
        drafts.Parse(Limits, verb).ShouldBe(drafts.Refusal);
        return drafts;
    }
}

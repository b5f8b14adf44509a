using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Imports;

namespace Kairos.Capture.Tests.Imports;

/// <summary>What becomes of a row: by the names of its columns, typed as it looks.</summary>
public sealed class RowsToCalls
{
    private static readonly long NowMs = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void A_person_becomes_an_identify_call_with_identifiers_traits_and_consent() => Call(
        ImportKind.People, "user_id,AnonymousID,email,plan,traits.address.city,age,vip,zip,consent.email,consent.advertising,externalIds.crm,groupId,timestamp",
        "42,a-1,ann@example.com,pro,Ulm,37,TRUE,01234,yes,false,0099,acme,2025-11-30 18:00:00").ShouldBe(Json("""
        {"type":"identify","userId":"42","anonymousId":"a-1","traits":{"email":"ann@example.com","plan":"pro","address":{"city":"Ulm"},"age":37,"vip":true,"zip":"01234"},
         "context":{"consent":{"categoryPreferences":{"email":true,"advertising":false}},"externalIds":[{"id":"0099","type":"crm"}],"groupId":"acme"},"timestamp":"2025-11-30 18:00:00"}
        """));

    [Fact]
    public void An_event_becomes_a_track_call_with_properties() => Call(
        ImportKind.Events, "userId,event,timestamp,messageId,product_id,price,properties.tags,context.page.path,email", """7,Product Viewed,1764525600,m-1,00412,19.90,"[""a"",1]",/shoes,ann@example.com""").ShouldBe(Json("""
        {"type":"track","userId":"7","event":"Product Viewed","timestamp":"1764525600","messageId":"m-1","properties":{"product_id":"00412","price":19.90,"tags":["a",1]},
         "context":{"page":{"path":"/shoes"},"externalIds":[{"id":"ann@example.com","type":"email"}]}}
        """));

    [Fact]
    public void Empty_cells_are_not_said() => Call(ImportKind.People, "userId,plan,consent.email,timestamp", "42, ,,").ShouldBe(Json("""{"type":"identify","userId":"42"}"""));

    [Fact]
    public void Columns_are_renamed_and_left_out() => Call(ImportKind.People, "no,plan,secret", "42,pro,x", ("no", "userId"), ("plan", "traits.tier"), ("secret", "")).ShouldBe(
        Json("""{"type":"identify","userId":"42","traits":{"tier":"pro"}}"""));

    [Theory]
    [InlineData("0", true)]
    [InlineData("-1.50", true)]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", false)]
    [InlineData("007", false)]
    [InlineData("4E12", false)]
    [InlineData("+49", false)]
    [InlineData("1.", false)]
    [InlineData(".5", false)]
    [InlineData("-", false)]
    [InlineData("1,5", false)]
    [InlineData("Infinity", false)]
    [InlineData("١", false)]
    public void Only_what_a_number_keeps_whole_is_a_number(string cell, bool isNumber) => CellValue.IsNumber(cell).ShouldBe(isNumber);

    [Fact]
    public void Numbers_come_back_as_they_were() => Gen.OneOf(Gen.Long[-999_999_999_999_999, 999_999_999_999_999].Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Decimal[-99_999m, 99_999m].Select(static number => Math.Round(number, 6).ToString(System.Globalization.CultureInfo.InvariantCulture))).Sample(cell =>
    {
        using var written = JsonDocument.Parse(Call(ImportKind.People, "userId,n", $"1,{cell}").Json);
        var value = written.RootElement.GetProperty("traits").GetProperty("n");
        value.ValueKind.ShouldBe(JsonValueKind.Number);
        value.GetRawText().ShouldBe(cell);
    });

    [Theory]
    [InlineData(ImportKind.People, "name", "no-column", "userId or anonymousId", 0)]
    [InlineData(ImportKind.Events, "userId,timestamp", "no-column", "event", 0)]
    [InlineData(ImportKind.Events, "userId,event", "no-column", "--map COLUMN=timestamp", 0)]
    [InlineData(ImportKind.People, "userId,,x", "no-column-name", "no name", 2)]
    [InlineData(ImportKind.People, "userId,plan,traits.plan", "column-twice", "column 2", 3)]
    [InlineData(ImportKind.People, "userId,a,a.b", "column-twice", "column 2", 3)]
    [InlineData(ImportKind.People, "userId,a.b,a", "column-twice", "parts of", 3)]
    [InlineData(ImportKind.People, "userId,properties.x", "not-of-people", "--kind events", 2)]
    [InlineData(ImportKind.People, "userId,a.a.a.a.a.a.a.a.a.a.a.a", "bad-column-name", "parts", 2)]
    [InlineData(ImportKind.People, "userId,traits.", "bad-column-name", "dot", 2)]
    public void A_header_that_makes_no_sense_names_its_column_and_the_mend(ImportKind kind, string header, string code, string words, int column)
    {
        CallColumns.Read(header.Split(','), kind, new Dictionary<string, string>(), out var fault).ShouldBeNull();
        (fault!.Code, fault.Column).ShouldBe((code, column));
        fault.Detail.ShouldContain(words);
    }

    [Fact]
    public void A_mapped_column_that_is_not_there_is_said() =>
        Fault(ImportKind.People, "userId", "1", ("id", "userId")).ShouldBe(("no-such-column", 0));

    [Theory]
    [InlineData("1,x,2025-01-01,", "column-count", 5)]
    [InlineData("1,Viewed,yesterday,true,", "time-unreadable", 3)]
    [InlineData("1,Viewed,2031-01-01,true,", "time-absurd", 3)]
    [InlineData("1,Viewed,,true,", "no-time", 3)]
    [InlineData("1,Viewed,2025-01-01,perhaps,", "consent-unreadable", 4)]
    public void A_bad_row_names_its_column(string row, string code, int column) =>
        Fault(ImportKind.Events, "userId,event,timestamp,consent.email,x", row).ShouldBe((code, column));

    [Fact]
    public void The_same_row_is_the_same_message_and_another_is_another()
    {
        string Id(string row) => JsonDocument.Parse(Call(ImportKind.People, "userId,plan", row).Raw).RootElement.GetProperty("messageId").GetString()!;
        Id("1,pro").ShouldBe(Id("1,pro"));
        Id("1,pro").ShouldStartWith("import-");
        Id("1,pro").ShouldNotBe(Id("1,free"));
    }

    [Theory]
    [InlineData("""{"type":"track"}""", """{"type":"track","messageId":"import-""")]
    [InlineData("{ }", """{ "messageId":"import-""")]
    [InlineData("""{"messageId":" ","a":1}""", """{"messageId":" ","a":1,"messageId":"import-""")]
    [InlineData("""{"messageId":null}""", """{"messageId":null,"messageId":"import-""")]
    [InlineData("""{"context":{"messageId":"m"}}""", """{"context":{"messageId":"m"},"messageId":"import-""")]
    public void A_line_without_a_message_id_is_given_one(string line, string begin)
    {
        var to = new ArrayBufferWriter<byte>();
        CallLine.Write(Encoding.UTF8.GetBytes(line), NowMs, to).ShouldBeNull();
        Encoding.UTF8.GetString(to.WrittenSpan).ShouldStartWith(begin);
        using var whole = JsonDocument.Parse(to.WrittenMemory);
    }

    [Theory]
    [InlineData("""{"messageId":"m","timestamp":"2025-01-01T00:00:00Z","x":[1,{"y":null}]}""")]
    [InlineData("""{"messageId":7}""")]
    public void A_line_with_a_message_id_stays_as_it_is(string line)
    {
        var to = new ArrayBufferWriter<byte>();
        CallLine.Write(Encoding.UTF8.GetBytes(" " + line + "\r"), NowMs, to).ShouldBeNull();
        Encoding.UTF8.GetString(to.WrittenSpan).ShouldBe(line);
    }

    [Theory]
    [InlineData("{\"a\":1", "not-json", 7)]
    [InlineData("{\"a\":1}}", "not-json", 8)]
    [InlineData("[{\"a\":1}]", "not-an-object", 1)]
    [InlineData("\"a\"", "not-an-object", 1)]
    [InlineData("{\"timestamp\":\"soon\"}", "time-unreadable", 14)]
    [InlineData("{\"originalTimestamp\":\"1969-01-01\"}", "time-absurd", 22)]
    public void A_bad_line_names_its_byte(string line, string code, int column)
    {
        var to = new ArrayBufferWriter<byte>();
        var fault = CallLine.Write(Encoding.UTF8.GetBytes(line), NowMs, to);
        (fault!.Code, fault.Column).ShouldBe((code, column));
        to.WrittenCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"partition":3,"position":9,"kind":"track","happenedAt":"2025-01-01T00:00:00+00:00","name":"product_viewed","messageId":"m","userId":"1","properties":{"a":1},"consents":[{"purpose":"email","granted":false}],"context":{"locale":"de","consent":{"x":1}}}""",
        """{"type":"track","timestamp":"2025-01-01T00:00:00+00:00","event":"product_viewed","messageId":"m","userId":"1","properties":{"a":1},"context":{"locale":"de","consent":{"categoryPreferences":{"email":false}}}}""")]
    [InlineData("""{"kind":"identify","happenedAt":"2025-01-01T00:00:00+00:00","name":"identified","messageId":"m","anonymousId":"a","traits":{"plan":"pro"}}""",
        """{"type":"identify","timestamp":"2025-01-01T00:00:00+00:00","messageId":"m","anonymousId":"a","traits":{"plan":"pro"}}""")]
    [InlineData("""{"kind":"decision","happenedAt":"2025-01-01T00:00:00+00:00","name":"decision_served","decision":{}}""", null)]
    [InlineData("""{"kind":["track"],"happenedAt":"2025-01-01T00:00:00+00:00"}""", null)]
    public void A_line_of_an_export_becomes_the_call_it_was(string line, string? call)
    {
        var to = new ArrayBufferWriter<byte>();
        var fault = CallLine.Write(Encoding.UTF8.GetBytes(line), NowMs, to);
        fault?.Code.ShouldBe("not-a-call");
        (fault is null ? Encoding.UTF8.GetString(to.WrittenSpan) : null).ShouldBe(call);
    }

    [Fact]
    public void A_member_that_is_there_twice_in_a_line_of_an_export_refuses_it()
    {
        var fault = CallLine.Write("""{"kind":"track","kind":"track","happenedAt":"2025-01-01","userId":"1"}"""u8, NowMs, new ArrayBufferWriter<byte>());
        fault!.Code.ShouldBe("not-json");
    }

    [Fact]
    public void No_line_of_any_bytes_breaks_it() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var to = new ArrayBufferWriter<byte>();
        if (CallLine.Write(bytes, NowMs, to) is null)
            JsonDocument.Parse(to.WrittenMemory).Dispose();
    });

    private static string Json(string text) => JsonSerializer.Serialize(JsonDocument.Parse(text).RootElement);

    private static Written Call(ImportKind kind, string header, string row, params (string, string)[] map)
    {
        var to = new ArrayBufferWriter<byte>();
        Columns(kind, header, map, out _)!.Write(Cells(row), NowMs, to).ShouldBeNull();
        return new Written(Encoding.UTF8.GetString(to.WrittenSpan));
    }

    private static (string, int) Fault(ImportKind kind, string header, string row, params (string, string)[] map)
    {
        var fault = Columns(kind, header, map, out var wrong) is { } columns ? columns.Write(Cells(row), NowMs, new ArrayBufferWriter<byte>()) : wrong;
        return (fault!.Code, fault.Column);
    }

    private static CallColumns? Columns(ImportKind kind, string header, (string, string)[] map, out RowFault? fault) =>
        CallColumns.Read(header.Split(','), kind, map.ToDictionary(pair => pair.Item1, pair => pair.Item2), out fault);

    private static List<string> Cells(string row)
    {
        var reader = new CsvReader(new ByteFeed(new MemoryStream(Encoding.UTF8.GetBytes(row))), (byte)',');
        reader.Read(default).AsTask().Result.ShouldBe(RowRead.Call);
        return [.. reader.Cells];
    }

    /// <summary>A call; compared without the message id that was made for it.</summary>
    private sealed record Written(string Raw)
    {
        public string Json { get; } = Plain(Raw);

        public void ShouldBe(string json) => Json.ShouldBe(json);

        private static string Plain(string raw)
        {
            var at = raw.IndexOf(",\"messageId\":\"import-", StringComparison.Ordinal);
            return at < 0 ? raw : raw[..at] + "}";
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Normalizers.PersonalData;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Intake;

public sealed class PersonalDataAtIntake
{
    private static readonly string[] Shapes =
    [
        """{"event":"Searched","properties":{"query":"find $"}}""",
        """{"event":"Searched","properties":{"note":"a $ b","deep":[{"text":["$"]}]}}""",
        """{"event":"Searched","properties":{"$":"name"}}""",
        """{"event":"Searched","properties":{"filters":[{"type":"size","value":"$"}],"category":"$"}}""",
        """{"event":"Viewed","properties":{"product_id":"SKU-1","name":"$","url":"https://shop.example/p/$?a=1"}}""",
        """{"event":"Viewed","context":{"page":{"url":"https://shop.example/x?q=$&b=2","path":"/x/$","title":"for $","referrer":"https://search.example/?q=$"}}}""",
        """{"event":"Viewed","context":{"campaign":{"term":"$","content":"$"},"other":{"anything":"$"}}}""",
        """{"event":"Viewed","context":{"page":{"url":"https://shop.example/?utm_term=$&utm_content=$"}}}""",
        """{"event":"Viewed","context":{"consent":{"categoryPreferences":{"$":true}}}}""",
        """{"event":"Viewed","extra":"$","properties":{"title":"$","referrer":"$","path":"/a/$"}}""",
    ];

    [Fact]
    public async Task Nothing_planted_survives_in_any_field_in_any_encoding()
    {
        await using var server = await CaptureServer.Start();
        var plain = PlantedData.All.Select(static planted => planted.Text).ToArray();
        foreach (var shape in Shapes)
        {
            for (var encoding = 0; encoding < PlantedData.Encodings.Length; encoding++)
            {
                var events = plain.Select(value => Event(shape, PlantedData.Encodings[encoding](value.Replace("\"", "\\\"", StringComparison.Ordinal))));
                var answer = await server.Post("/v1/batch", $"{{\"batch\":[{string.Join(',', events)}]}}");
                answer.Body.ShouldBe("""{"success":true}""", shape);
                var records = server.Journal.Payloads.TakeLast(plain.Length).ToArray();
                for (var i = 0; i < plain.Length; i++)
                    Survives(records[i], plain[i]).ShouldBeFalse($"{plain[i]} in {shape}, encoding {encoding}: {Encoding.UTF8.GetString(records[i][EventHeader.Bytes..])}");
            }
        }
    }

    [Fact]
    public async Task Every_byte_stays_of_an_event_that_holds_none()
    {
        await using var server = await CaptureServer.Start();
        var text = Gen.String[Gen.Char["abc XYZ-éß/,.:;!?#$&=%<>0123"], 0, 40].Where(static text => !text.Any(char.IsDigit) || text.Count(char.IsDigit) < 6);
        foreach (var value in text.Array[100].Single())
        {
            var json = JsonSerializer.Serialize(value);
            var properties = "{\"text\":" + json + ",\"price\":12.5}";
            (await server.Post("/v1/track", "{\"event\":\"Noted\",\"userId\":\"u\",\"properties\":" + properties + "}")).Status.ShouldBe(200);
            server.Events[^1].Text(EventField.Properties).ShouldBe(properties);
        }
    }

    [Fact]
    public async Task Identifiers_and_traits_stay()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/identify", """
            {"userId":"ann@mail.example","traits":{"email":"ann@mail.example","phone":"+49 151 23456789"},
            "context":{"traits":{"email":"ann@mail.example"},"externalIds":[{"type":"email","id":"ann@mail.example"}],"page":{"url":"https://shop.example/?e=ann@mail.example"}}}
            """);
        var seen = server.Events[^1];
        seen.Text(EventField.UserId).ShouldBe("ann@mail.example");
        seen.Text(EventField.Traits)!.ShouldContain("+49 151 23456789");
        seen.Text(EventField.Traits)!.ShouldContain("ann@mail.example");
        var context = seen.Text(EventField.Context)!;
        context.ShouldContain("""{"traits":{"email":"ann@mail.example"},"externalIds":[{"type":"email","id":"ann@mail.example"}]""");
        context.ShouldContain("https://shop.example/?e=****************");
    }

    [Fact]
    public async Task What_a_batch_says_for_all_is_cleaned_too()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/batch", """
            {"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"B","userId":"u","context":{"locale":"de"}}],
            "context":{"page":{"url":"https://shop.example/?mail=ann%40mail.example"}}}
            """);
        foreach (var record in server.Journal.Payloads)
            Encoding.UTF8.GetString(record).ShouldNotContain("mail.example");
    }

    [Fact]
    public async Task A_card_that_is_a_number_stays_a_number()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"event":"Paid","userId":"u","properties":{"value":4111111111111111,"product_id":4111111111111111,"at":1699999999999}}""");
        server.Events[^1].Text(EventField.Properties).ShouldBe("""{"value":1000000000000000,"product_id":4111111111111111,"at":1699999999999}""");
    }

    [Fact]
    public async Task Hashed_values_look_the_same_however_they_are_written_and_kept_ones_stay()
    {
        await using var server = await CaptureServer.Start(("Capture:PersonalData:Emails", "Hash"), ("Capture:PersonalData:Phones", "Keep"));
        await server.Post("/v1/track", """{"event":"A","userId":"u","properties":{"one":"Ann.Smith@mail.example","two":"ann.smith%40mail.example","phone":"+49 151 23456789"}}""");
        using var properties = JsonDocument.Parse(server.Events[^1].Text(EventField.Properties)!);
        var (one, two) = (properties.RootElement.GetProperty("one").GetString()!, properties.RootElement.GetProperty("two").GetString()!);
        one.ShouldMatch("^#[a-p]{16}\\*+$");
        two[..17].ShouldBe(one[..17]);
        properties.RootElement.GetProperty("phone").GetString().ShouldBe("+49 151 23456789");
    }

    [Fact]
    public async Task What_was_found_is_counted_by_kind()
    {
        await using var server = await CaptureServer.Start();
        var meters = server.Service<IMeterFactory>();
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == IntakeMeter.Name && instrument.Meter.Scope == meters && instrument.Name == "kairos.capture.personal_data")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counts.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        listener.Start();
        await server.Post("/v1/track", """{"event":"A","userId":"u","properties":{"a":"x@mail.example y@mail.example","b":"4111 1111 1111 1111"}}""");
        await server.Post("/v1/track", """{"event":"A","userId":"u","properties":{"a":"AB123456C"}}""");
        counts.ShouldBe(new Dictionary<string, long> { ["email"] = 2, ["card"] = 1, ["national-id"] = 1 }, ignoreOrder: true);
    }

    private static string Event(string shape, string value) => "{\"type\":\"track\",\"userId\":\"u\"," + shape[1..].Replace("$", value, StringComparison.Ordinal);

    // Six letters or digits of the value in a row, however encoded.
    private static bool Survives(byte[] record, string value)
    {
        var text = Encoding.UTF8.GetString(record.AsSpan(EventHeader.Bytes));
        text = Regex.Replace(text, @"\\u([0-9a-fA-F]{4})", static escape => ((char)Convert.ToInt32(escape.Groups[1].Value, 16)).ToString());
        for (var layer = 0; layer < 3; layer++)
            text = Uri.UnescapeDataString(text);
        text = Plain(text);
        var plain = Plain(value);
        return Enumerable.Range(0, plain.Length - 5).Any(start => text.Contains(plain.Substring(start, 6), StringComparison.Ordinal));
    }

    private static string Plain(string text) => string.Concat(text.Select(static letter => letter is > '\uff00' and < '\uff5f' ? (char)(letter - 0xFEE0) : letter).Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

using System.IO.Compression;
using System.Text;
using Kairos.Capture.Events;

namespace Kairos.Capture.Tests.Sources;

/// <summary>Bodies as the unchanged client libraries send them.</summary>
public sealed class ClientBodies
{
    [Fact]
    public async Task Of_segments_node_library()
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post("/v1/batch", $$$"""
            {"batch":[{"timestamp":"2026-01-05T09:59:55.818Z","integrations":{},"type":"identify","userId":"u1","traits":{"email":"a@b.c"},"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"messageId":"node-next-1795357495818-45f287bb-2e14-4f26-b109-8b50295b9119","_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}},
            {"timestamp":"2026-01-05T09:59:55.819Z","integrations":{},"event":"Product Viewed","type":"track","properties":{"product_id":"p1","price":9.5},"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"userId":"u1","messageId":"node-next-1795357495819-87bb2e14-0f26-4109-8b50-295b911968ff","_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}},
            {"timestamp":"2026-01-05T09:59:55.819Z","integrations":{},"type":"page","properties":{"url":"http://x/y?utm_source=g","category":"Docs"},"category":"Docs","name":"Home","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"anonymousId":"an","messageId":"node-next-1795357495819-2e140f26-7109-4b50-a95b-911968ff8098","_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}},
            {"timestamp":"2026-01-05T09:59:55.819Z","integrations":{},"type":"group","traits":{},"groupId":"g1","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"userId":"u1","messageId":"node-next-1795357495819-0f267109-8b50-495b-9119-68ff8098e653"},
            {"timestamp":"2026-01-05T09:59:55.820Z","integrations":{},"userId":"u2","type":"alias","previousId":"u1","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"messageId":"node-next-1795357495820-71098b50-295b-4119-a8ff-8098e653c511"},
            {"timestamp":"2026-01-05T09:59:55.820Z","integrations":{},"type":"screen","properties":{},"name":"S","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"userId":"u1","messageId":"node-next-1795357495820-8b50295b-9119-48ff-8098-e653c511b436"}],
            "writeKey":"{{{CaptureServer.WriteKey}}}","sentAt":"2026-01-05T10:00:00.000Z"}
            """);

        answer.Body.ShouldBe("""{"success":true}""");
        server.Events.Select(seen => seen.Header.Kind)
            .ShouldBe([EventKind.Identify, EventKind.Track, EventKind.Page, EventKind.Group, EventKind.Alias, EventKind.Screen]);
        server.Events.ShouldAllBe(seen => seen.Header.Flags.HasFlag(EventFlags.FromServer));
        server.Events[0].Text(EventField.Traits).ShouldBe("""{"email":"a@b.c"}""");
        server.Events[1].Items.ShouldHaveSingleItem().Price.ShouldBe(9.5);
        (server.Events[2].Text(EventField.PagePath), server.Events[2].Text(EventField.CampaignSource), server.Events[2].Text(EventField.Category)).ShouldBe(("/y", "g", "Docs"));
        server.Events[3].Text(EventField.GroupId).ShouldBe("g1");
        server.Events[4].Text(EventField.PreviousId).ShouldBe("u1");
        server.Events[1].Header.HappenedAtMs.ShouldBe(new DateTimeOffset(2026, 1, 5, 9, 59, 55, 819, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Of_rudderstacks_node_library_gzip_under_a_form_s_type()
    {
        await using var server = await CaptureServer.Start();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write("""
                {"batch":[{"userId":"u1","traits":{"x":1},"context":{"traits":{"x":1},"library":{"name":"analytics-node","version":"3.0.13"}},"type":"identify","channel":"server","_metadata":{"nodeVersion":"20.20.2"},"originalTimestamp":"2026-01-05T09:59:56.002Z","messageId":"baf85b3a-3813-41fe-87aa-ba6ec8bb7c95","sentAt":"2026-01-05T10:00:00.000Z"},
                {"userId":"u1","event":"Order Completed","properties":{"order_id":"o1"},"type":"track","context":{"library":{"name":"analytics-node","version":"3.0.13"}},"channel":"server","originalTimestamp":"2026-01-05T09:59:56.010Z","messageId":"6149f2e3-9ed1-4acb-8812-4aa0dae97ccd","sentAt":"2026-01-05T10:00:00.000Z"}],
                "timestamp":"2026-01-05T10:00:00.000Z","sentAt":"2026-01-05T10:00:00.000Z"}
                """u8);
        }

        var answer = await server.Post("/v1/batch", packed.ToArray(), "application/x-www-form-urlencoded", "gzip");
        answer.Body.ShouldBe("""{"success":true}""");
        var order = server.Events[1];
        (order.Header.Code, order.Text(EventField.OrderId), order.Header.Flags.HasFlag(EventFlags.FromServer)).ShouldBe((EventCode.OrderCompleted, "o1", true));
        order.Header.HappenedAtMs.ShouldBe(new DateTimeOffset(2026, 1, 5, 9, 59, 56, 10, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Of_segments_browser_library_json_under_plain_text()
    {
        await using var server = await CaptureServer.Start();
        var body = Encoding.UTF8.GetBytes($$$"""
            {"timestamp":"2026-01-05T09:59:55.819Z","integrations":{},"type":"page","properties":{"path":"/a","referrer":"","search":"","title":"T","url":"https://shop.example/a"},
            "context":{"page":{"path":"/a","referrer":"","search":"","title":"T","url":"https://shop.example/a"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            "userAgentData":{"brands":[{"brand":"Chromium","version":"131"}],"mobile":false,"platform":"Linux"},"locale":"en-US","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin"},
            "messageId":"ajs-next-1","writeKey":"{{{CaptureServer.WriteKey}}}","userId":null,"anonymousId":"45f287bb-2e14-4f26-b109-8b50295b9119","sentAt":"2026-01-05T09:59:59.819Z","_metadata":{"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]}}
            """);
        (await server.Post("/v1/p", body, "text/plain", headers: ("X-Retry-Count", "1"))).Body.ShouldBe("""{"success":true}""");

        var seen = server.Events.ShouldHaveSingleItem();
        (seen.Text(EventField.PagePath), seen.Text(EventField.PageTitle), seen.Text(EventField.ReferrerClass), seen.Text(EventField.DeviceClass)).ShouldBe(("/a", "T", "direct", "desktop"));
        (seen.Text(EventField.UserId), seen.Text(EventField.AnonymousId)).ShouldBe((null, "45f287bb-2e14-4f26-b109-8b50295b9119"));
        seen.Header.Flags.HasFlag(EventFlags.FromServer).ShouldBeFalse();
        seen.Fields[EventField.LocalTime].Single().ShouldBe([10, 0]);
    }
}

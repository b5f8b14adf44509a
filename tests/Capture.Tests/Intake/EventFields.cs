using Kairos.Capture.Events;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Tests.Intake;

public sealed class EventFields
{
    [Fact]
    public async Task A_product_view_becomes_an_item_with_keys_and_texts()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """
            {"event":"Product Viewed","userId":"u","properties":{"product_id":"SKU-1","name":"Shoe","category":" Running Shoes ","brand":"ACME",
            "price":"1,299.50","quantity":2,"position":3,"url":"/p/1","image_url":"/i/1","variant":"42","currency":"eur"}}
            """);

        seen.Header.Code.ShouldBe(EventCode.ProductViewed);
        var item = seen.Items.ShouldHaveSingleItem();
        (item.Id, item.Name, item.Category, item.Brand, item.Url, item.ImageUrl, item.Variant).ShouldBe(("SKU-1", "Shoe", "Running Shoes", "ACME", "/p/1", "/i/1", "42"));
        (item.Price, item.Quantity, item.Position).ShouldBe((1299.5, 2, 3));
        item.Key.ShouldBe(server.Workspace.Hash64(KeyDomain.Item, "SKU-1"));
        item.CategoryKey.ShouldBe(server.Workspace.Hash64(KeyDomain.Symbol, "running shoes"));
        item.BrandKey.ShouldBe(server.Workspace.Hash64(KeyDomain.Symbol, "acme"));
        seen.Text(EventField.Currency).ShouldBe("EUR");
        seen.Text(EventField.Category).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"productId":"X"}""")]
    [InlineData("""{"item_id":"X"}""")]
    [InlineData("""{"sku":"X"}""")]
    [InlineData("""{"id":"X"}""")]
    [InlineData("""{"products":[{"product_id":"X"}]}""")]
    [InlineData("""{"items":[{"item_id":"X","item_name":"N"}]}""")]
    public async Task An_item_goes_by_whatever_its_id_is_called(string properties)
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, $$"""{"event":"view_item","userId":"u","properties":{{properties}}}""");
        seen.Items.ShouldHaveSingleItem().Id.ShouldBe("X");
        (seen.Items[0].Quantity, seen.Items[0].Position, double.IsNaN(seen.Items[0].Price)).ShouldBe((1, 0, true));
    }

    [Fact]
    public async Task The_id_of_an_event_that_is_not_about_products_is_no_item()
    {
        await using var server = await CaptureServer.Start();
        (await Track(server, """{"event":"Video Played","userId":"u","properties":{"id":"v1"}}""")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_has_its_items_money_and_id()
    {
        await using var server = await CaptureServer.Start();
        var bought = await Track(server, """
            {"event":"Order Completed","userId":"u","properties":{"order_id":50314,"total":27.5,"revenue":"25.00","currency":"USD","category":"x",
            "products":[{"product_id":1,"price":10,"quantity":2},{"sku":"b"},{"name":"no id"},"no item"]}}
            """);
        bought.Header.Code.ShouldBe(EventCode.OrderCompleted);
        bought.Items.Select(item => (item.Id, item.Quantity)).ShouldBe([("1", 2), ("b", 1)]);
        (bought.Number(EventField.Revenue), bought.Text(EventField.Currency), bought.Text(EventField.OrderId)).ShouldBe((25.0, "USD", "50314"));
    }

    [Fact]
    public async Task No_more_items_than_allowed_become_fields_and_all_stay_in_the_properties()
    {
        await using var server = await CaptureServer.Start(("Capture:Parsing:ItemsMax", "3"));
        var seen = await Track(server, """{"event":"Product List Viewed","userId":"u","properties":{"category":"Hats","products":[{"id":1},{"id":2},{"id":3},{"id":4}]}}""");
        seen.Items.Count.ShouldBe(3);
        seen.Text(EventField.Properties)!.ShouldContain("""{"id":4}""");
        seen.Text(EventField.Category).ShouldBe("Hats");
    }

    [Fact]
    public async Task Searches_and_filters_are_read()
    {
        await using var server = await CaptureServer.Start();
        (await Track(server, """{"event":"search","userId":"u","properties":{"search_term":"  Röd SKO "}}""")).Text(EventField.Query).ShouldBe("röd sko");
        (await Track(server, """{"event":"Products Searched","userId":"u","properties":{"q":"x"}}""")).Text(EventField.Query).ShouldBe("x");
        var filtered = await Track(server, """
            {"event":"Product List Filtered","userId":"u","properties":{"category":"cat 1","filters":[{"type":"department","value":"beauty"},{"attribute":"size","value":10},{"value":"lost"}]}}
            """);
        filtered.Texts(EventField.Filter).ShouldBe(["department\0beauty", "size\010"]);
        (await Track(server, """{"event":"filter_applied","userId":"u","properties":{"attribute":"size\u0000","value":"1\u00000"}}""")).Texts(EventField.Filter).ShouldBe(["size�\01�0"]);
    }

    [Fact]
    public async Task A_page_has_path_title_referrer_and_campaign()
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/page", """
            {"anonymousId":"a","name":"Home","category":"Docs","properties":{"title":"T"},"context":{"page":{"url":"https://shop.example/a/b?utm_source=News&utm_medium=email#x",
            "referrer":"https://www.google.com/","title":"Title"}}}
            """)).Status.ShouldBe(200);
        var seen = server.Events.Single();
        (seen.Text(EventField.PagePath), seen.Text(EventField.PageTitle), seen.Text(EventField.Referrer)).ShouldBe(("/a/b", "Title", "https://www.google.com/"));
        (seen.Text(EventField.CampaignSource), seen.Text(EventField.CampaignMedium)).ShouldBe(("News", "email"));
        seen.Text(EventField.Category).ShouldBe("Docs");
        seen.Text(EventField.ReferrerClass).ShouldBe("email");
        seen.Text(EventField.Rest).ShouldBe("""{"name":"Home","category":"Docs"}""");
    }

    [Fact]
    public async Task A_stated_campaign_outweighs_the_address()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """{"event":"A","userId":"u","context":{"campaign":{"name":"C","source":"S"},"page":{"url":"https://x.example/?utm_source=other&utm_term=t"}}}""");
        (seen.Text(EventField.CampaignName), seen.Text(EventField.CampaignSource), seen.Text(EventField.CampaignTerm)).ShouldBe(("C", "S", "t"));
    }

    [Fact]
    public async Task Engagement_is_read_and_a_percentage_becomes_a_share()
    {
        await using var server = await CaptureServer.Start();
        var left = await Track(server, """{"event":"page_left","userId":"u","properties":{"engaged_ms":4200,"scroll_depth":80}}""");
        (left.Header.Code, left.Integer(EventField.EngagedMs), left.Number(EventField.ScrollDepth)).ShouldBe((EventCode.PageLeft, 4200L, 0.8));
        var absurd = await Track(server, """{"event":"page_left","userId":"u","properties":{"engaged_ms":-1,"scroll_depth":1e300}}""");
        (absurd.Integer(EventField.EngagedMs), absurd.Number(EventField.ScrollDepth)).ShouldBe((null, null));
    }

    [Fact]
    public async Task The_device_comes_from_the_context_or_the_browsers_own_header()
    {
        const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
        await using var server = await CaptureServer.Start();
        (await Track(server, $$$"""{"event":"A","userId":"u","context":{"userAgent":"{{{Agent}}}"}}""")).Text(EventField.Browser).ShouldBe("Chrome");
        await server.Post("/v1/t", """{"event":"A","userId":"u"}"""u8.ToArray(), headers: ("User-Agent", Agent));
        server.Events[^1].Text(EventField.DeviceClass).ShouldBe("desktop");
        await server.Post("/v1/t", """{"event":"A","userId":"u"}"""u8.ToArray(), headers: ("User-Agent", "analytics-node/3.1.0"));
        server.Events[^1].Text(EventField.Browser).ShouldBeNull();
        var bot = await Track(server, """{"event":"A","userId":"u","context":{"userAgent":"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}""");
        bot.Header.Flags.HasFlag(EventFlags.Bot).ShouldBeTrue();
    }

    [Fact]
    public async Task Hour_and_weekday_are_the_visitors()
    {
        await using var server = await CaptureServer.Start(); // Monday, 10:00 UTC.
        var away = await Track(server, """{"event":"A","userId":"u","timestamp":"2026-01-05T01:00:00Z","context":{"timezone":"America/New_York","locale":"en-US"}}""");
        away.Fields[EventField.LocalTime].Single().ShouldBe([20, 6]);
        (away.Text(EventField.TimeZone), away.Text(EventField.Locale)).ShouldBe(("America/New_York", "en-US"));
        (await Track(server, """{"event":"A","userId":"u","timestamp":"2026-01-05T11:30:00+02:00"}""")).Fields[EventField.LocalTime].Single().ShouldBe([11, 0]);
        (await Track(server, """{"event":"A","userId":"u","timestamp":"2026-01-05T09:30:00Z","context":{"timezone":"No/Where"}}""")).Fields[EventField.LocalTime].ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_as_sent_survives()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """
            {"event":"A","userId":7,"properties":{"odd":[1,{"x":null}]},"context":{"custom":{"y":1}},"traits":{"plan":"pro"},"integrations":{"All":true},"_metadata":{"z":[]},"version":2}
            """);
        seen.Text(EventField.UserId).ShouldBe("7");
        seen.Text(EventField.Properties).ShouldBe("""{"odd":[1,{"x":null}]}""");
        seen.Text(EventField.Context).ShouldBe("""{"custom":{"y":1}}""");
        seen.Text(EventField.Traits).ShouldBe("""{"plan":"pro"}""");
        seen.Text(EventField.Rest).ShouldBe("""{"integrations":{"All":true},"_metadata":{"z":[]},"version":2}""");
    }

    [Fact]
    public async Task What_should_be_an_object_and_is_not_survives_among_the_rest()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """{"event":"A","userId":"u","properties":"p","context":[1],"traits":5}""");
        seen.Text(EventField.Rest).ShouldBe("""{"properties":"p","context":[1],"traits":5}""");
        seen.Text(EventField.Properties).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"ip":"203.0.113.7","a":1}""")]
    [InlineData("""{"a":1,"ip":"203.0.113.7"}""")]
    [InlineData("""{"ip":"203.0.113.7"}""")]
    [InlineData("""{"a":1 , "ip" : "203.0.113.7" , "b":2}""")]
    [InlineData("""{"ip":"203.0.113.7","ip":"203.0.113.8"}""")]
    public async Task Addresses_are_not_kept_unless_an_option_says_so(string context)
    {
        await using var server = await CaptureServer.Start();
        var kept = (await Track(server, $$"""{"event":"A","userId":"u","context":{{context}}}""")).Text(EventField.Context)!;
        kept.ShouldNotContain("203");
        System.Text.Json.JsonDocument.Parse(kept).RootElement.TryGetProperty("ip", out _).ShouldBeFalse();

        await using var keeping = await CaptureServer.Start(("Capture:Intake:KeepAddress", "true"));
        (await Track(keeping, $$"""{"event":"A","userId":"u","context":{{context}}}""")).Text(EventField.Context).ShouldBe(context);
    }

    [Fact]
    public async Task What_a_batch_says_once_counts_for_each_of_its_events()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/batch", """
            {"batch":[{"type":"track","event":"A","userId":"u","context":{"locale":"de-DE","x":1}},{"type":"track","event":"B","userId":"u"}],
            "context":{"locale":"en-US","timezone":"Europe/Berlin","ip":"203.0.113.7","y":2}}
            """);
        server.Events.Select(seen => seen.Text(EventField.Locale)).ShouldBe(["de-DE", "en-US"]);
        server.Events.Select(seen => seen.Text(EventField.TimeZone)).ShouldAllBe(zone => zone == "Europe/Berlin");
        var merged = System.Text.Json.JsonDocument.Parse(server.Events[0].Text(EventField.Context)!).RootElement;
        (merged.GetProperty("locale").GetString(), merged.GetProperty("x").GetInt32(), merged.GetProperty("y").GetInt32()).ShouldBe(("de-DE", 1, 2));
        merged.TryGetProperty("ip", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Further_identifiers_and_accounts_are_read()
    {
        await using var server = await CaptureServer.Start();
        var seen = await Track(server, """{"event":"A","userId":"u","context":{"groupId":"g","externalIds":[{"id":"c1","type":"crm","collection":"users"},{"id":5},"x"]}}""");
        seen.Texts(EventField.ExternalId).ShouldBe(["crm\0c1"]);
        seen.Text(EventField.GroupId).ShouldBe("g");
    }

    internal static async Task<Recorded> Track(CaptureServer server, string json)
    {
        var answer = await server.Post("/v1/track", json);
        answer.Status.ShouldBe(200, answer.Body);
        return server.Events[^1];
    }
}

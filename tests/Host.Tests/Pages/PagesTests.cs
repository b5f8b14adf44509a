using System.Net;
using System.Text.Json;
using Kairos.Host.Tests.Servers;

namespace Kairos.Host.Tests.Pages;

/// <summary>The pages and the API's description; T14 of docs/security.md: they load nothing from elsewhere.</summary>
public sealed class PagesTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_started_server_is_live_and_ready()
    {
        (await running.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await running.Http.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement.GetProperty("reasons").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Metrics_of_the_server_and_the_runtime_are_there_to_scrape()
    {
        await running.Http.GetAsync("/health/live");
        var text = await running.Http.GetStringAsync("/metrics");
        text.ShouldContain("http_server_request_duration");
        text.ShouldContain("dotnet_gc_");
    }

    [Fact]
    public async Task The_home_page_loads_nothing_from_elsewhere()
    {
        var answer = await running.Http.GetAsync("/");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("<title>Kairos");
        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
    }

    [Fact]
    public async Task The_api_page_and_its_script_come_from_the_server()
    {
        var html = await running.Http.GetStringAsync("/docs/");
        html.ShouldContain("scalar.js");
        html.ShouldNotContain("cdn");
        var script = await running.Http.GetAsync("/docs/scalar.js");
        script.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_api_is_described()
    {
        using var document = JsonDocument.Parse(await running.Http.GetStringAsync("/openapi/v1.json"));
        document.RootElement.GetProperty("info").GetProperty("title").GetString().ShouldBe("Kairos");
        var paths = document.RootElement.GetProperty("paths");
        paths.TryGetProperty("/health/ready", out _).ShouldBeTrue();
        foreach (var path in paths.EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(operation.Name + " " + path.Name);
        }

        foreach (var path in new[] { "/v1/track", "/v1/batch", "/api/recommendations", "/v1/decide" })
            paths.GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _).ShouldBeTrue(path);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found() =>
        (await running.Http.GetAsync("/nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Tests.Access;

public sealed class AccessEndpointsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = Build([]);
        var group = _server.MapGroup("/secret").Requires(Permission.ReadItems);
        group.MapGet("/handler", (HttpContext context) => context.Workspace().Name);
        group.MapPost("/body", (Dictionary<string, string> body) => body.Count);
        group.MapGet("/delegate", (RequestDelegate)(context => context.Response.WriteAsync(context.Workspace().Name)));
        _server.MapGet("/write", (HttpContext context) => context.Workspace().Name).Requires(Permission.Decide);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_server.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/secret/handler", "s", "default")]
    [InlineData("/secret/delegate", "s", "default")]
    [InlineData("/write", "w", "default")]
    [InlineData("/write", "s", "default")]
    public async Task The_right_key_opens_an_endpoint_and_names_its_workspace(string path, string key, string workspace)
    {
        var answer = await Get(path, key);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(workspace);
    }

    [Theory]
    [InlineData("/secret/handler", "w")]
    [InlineData("/secret/delegate", "w")]
    [InlineData("/secret/handler", null)]
    [InlineData("/write", "no")]
    public async Task Any_other_key_gets_a_problem(string path, string? key)
    {
        var answer = await Get(path, key);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("type").GetString().ShouldBe("/problems/unknown-key");
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe(401);
    }

    [Fact]
    public async Task The_key_is_looked_at_before_the_body()
    {
        using var body = new StringContent("{ not json", new MediaTypeHeaderValue("application/json"));
        (await _client.PostAsync("/secret/body", body, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Each_problem_has_a_page_that_explains_it()
    {
        (await _client.GetStringAsync("/problems/unknown-key", TestContext.Current.CancellationToken)).ShouldContain("write key");
        (await _client.GetStringAsync("/problems", TestContext.Current.CancellationToken)).ShouldContain("unknown-key");
        (await _client.GetAsync("/problems/nothing", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void The_preset_of_purposes_is_chosen_by_configuration()
    {
        _server.Services.GetRequiredService<PurposePolicy>().Name.ShouldBe("fresh");
        var strict = Build(new() { ["Govern:Purposes:Preset"] = "gdpr-strict" });
        strict.Services.GetRequiredService<PurposePolicy>().Name.ShouldBe("gdpr-strict");
        var wrong = Build(new() { ["Govern:Purposes:Preset"] = "none" });
        Should.Throw<OptionsValidationException>(() => wrong.Services.GetRequiredService<PurposePolicy>()).Message.ShouldContain("Preset");
    }

    private WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["KAIROS_WRITE_KEY"] = "w", ["KAIROS_SECRET_KEY"] = "s" }).AddInMemoryCollection(settings);
        builder.Services.AddSingleton(new DataFolder(_folder.Path));
        builder.AddGovern();
        var server = builder.Build();
        server.MapGovern();
        return server;
    }

    private Task<HttpResponseMessage> Get(string path, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

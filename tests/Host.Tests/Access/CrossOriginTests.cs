using System.Net.Http.Headers;
using Kairos.Govern.Access;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Access;

/// <summary>T14 of docs/security.md: pages of other origins reach what a write key opens, can read why they are refused, and reach nothing else.</summary>
public sealed class CrossOriginTests(AccessServer running) : IClassFixture<AccessServer>
{
    private IEnumerable<RouteEndpoint> Endpoints => running.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void What_a_write_key_opens_is_open_to_pages_and_nothing_else_is()
    {
        foreach (var endpoint in Endpoints.Where(one => one.Metadata.GetMetadata<AccessMark>()?.Permission is not null))
            (endpoint.Metadata.GetMetadata<OpenToPagesMark>() is not null).ShouldBe(Role.WriteKey.Has(endpoint.Metadata.GetMetadata<AccessMark>()!.Permission!.Value), endpoint.DisplayName);
    }

    [Fact]
    public async Task A_page_can_read_every_refusal_and_is_told_before_what_it_may_send()
    {
        var viewer = running.KeyOf(Role.Viewer); // Known, and may neither capture nor decide.
        foreach (var endpoint in Endpoints.Where(one => one.Metadata.GetMetadata<OpenToPagesMark>() is not null))
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{writeKey}", "nobodys", StringComparison.Ordinal);
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
            foreach (var key in new[] { null, "nobodys", viewer })
            {
                var refused = await Send(new HttpMethod(method), path, key);
                ((int)refused.StatusCode).ShouldBeOneOf(path == "/v1/m" ? [200] : [400, 401, 403, 404]);
                refused.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"], $"{method} {path} {refused.StatusCode}");
            }

            var asked = await Send(HttpMethod.Options, path, null, ("Origin", "https://shop.test"), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,x-own"));
            ((int)asked.StatusCode).ShouldBe(204);
            asked.Headers.GetValues("Access-Control-Allow-Methods").Single().Split(", ").ShouldContain(method);
            asked.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization,x-own"]);
            asked.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["7200"]);
            asked.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }

        (await Send(HttpMethod.Options, "/v1/preferences", null)).Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["GET, OPTIONS, PUT"]);
        (await Send(HttpMethod.Get, "/v1/items", "nobodys")).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Forwarded-For", $"10.9.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        if (method == HttpMethod.Post || method == HttpMethod.Put)
            request.Content = new StringContent("{}");
        return await running.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kairos.Govern.Access;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Servers;

/// <summary>Sends every endpoint what makes no sense. Whatever it refuses, it refuses as a problem of the reference, and never as a fault of its own.</summary>
public sealed class NonsenseTests(RunningServer running) : IClassFixture<RunningServer>
{
    private static readonly string[] Bodies =
    [
        "", "{", "[]", "null", "1", "\"x\"", "{}", "\ufeff{}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        """{"from":"userId:\ud800","into":"userId:\ud800","profile":"userId:\ud800"}""",
        """{"from":1,"into":[],"profile":{},"name":7,"kind":7,"role":7,"purposes":7,"batch":7,"user":7,"placements":7,"events":7,"session_id":{},"anonymousId":{},"demanded":"x"}""",
        """{"name":"\ud800","kind":"\ud800","role":"\ud800","anonymousId":"\ud800","userId":"\ud800","session_id":"\ud800","event":"\ud800","messageId":"\ud800","writeKey":"\ud800","purposes":{"\ud800":true}}""",
        """{"\ud800":1,"price":1}""",
        """{"price":1e400,"limit":1e400,"overlapHours":1e400,"expiresAt":1e400,"timestamp":1e400,"properties":{"price":1e400,"revenue":-1e400},"anonymousId":"a","event":"E","userId":1e400}""",
        """{"limit":99999999999999999999,"overlapHours":-1,"deadlineMs":99999999999999999999,"session_id":"s","events_in_session":[null,1,"x",{}],"placements":[{"id":"\ud800","limit":1e400}]}""",
        """{"anonymousId":"a","anonymousId":"b","event":"E","purposes":{"personalization":"yes"},"at":"never"}""",
        "{\"id\":\"x\",\"price\":1e400}\n{\"id\":\"\\ud800\"}\n{\n",
    ];

    private static readonly string[] Queries =
    [
        "", "limit=abc", "limit=", "limit=1&limit=2", "limit=99999999999", "limit=-1", "limit=1.5", "cursor=", "cursor=%00", "cursor=-1-2-3&cursor=x", "cursor=99999999999999999999-1-1",
        "cursor=1-2-3~x", "cursor=1-99999-1~99999-1", "asOf=10:00", "asOf=", "asOf=9999-12-31T23:59:59-10:00", "asOf=2099-01-01&asOf=2020-01-01", "fields=", "fields=%ED%A0%80", "wait=x", "wait=-1", "wait=&wait=",
        "since=x&until=", "anonymousId=&userId=", "anonymousId=a&anonymousId=b", "%", "=&=&", "%00=%00",
    ];

    private static readonly string[] Ids = ["x", "userId:x", "userId:", ":", "userId:%2F", "userId:%25", "email:x", "%ED%A0%80", "%zz", "99999999999999999999", "..%2F..", "%F0%9F%98%80", "userId:" + new string('x', 3000)];

    private IEnumerable<(RouteEndpoint Endpoint, string Method)> Endpoints =>
        from endpoint in running.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (endpoint, method);

    [Fact]
    public async Task Nonsense_in_a_body_is_refused_and_is_no_fault()
    {
        foreach (var (endpoint, method) in Endpoints.Where(one => one.Method is "POST" or "PUT"))
        {
            foreach (var body in Bodies)
                await Ask(endpoint, method, PathOf(endpoint, "userId:x"), body);
        }
    }

    [Fact]
    public async Task Nonsense_in_a_query_is_refused_and_is_no_fault()
    {
        foreach (var (endpoint, method) in Endpoints.Where(one => one.Method is "GET" or "DELETE"))
        {
            foreach (var query in Queries)
                await Ask(endpoint, method, PathOf(endpoint, "userId:x") + "?" + query, null);
        }
    }

    [Fact]
    public async Task Nonsense_in_a_path_is_refused_and_is_no_fault()
    {
        foreach (var (endpoint, method) in Endpoints.Where(one => one.Endpoint.RoutePattern.Parameters.Count > 0))
        {
            foreach (var id in Ids)
                await Ask(endpoint, method, PathOf(endpoint, id), method is "POST" or "PUT" ? "{}" : null);
        }
    }

    [Theory]
    [InlineData("GET", "/v1/xyz", 404, "no-such-path")]
    [InlineData("GET", "/nothing", 404, "no-such-path")]
    [InlineData("GET", "/v1/profiles", 404, "no-such-path")]
    [InlineData("GET", "/v1/profiles/userId:x/nothing", 404, "no-such-path")]
    [InlineData("GET", "/problems/none", 404, "no-such-path")]
    [InlineData("PATCH", "/v1/profiles/userId:x", 405, "wrong-method")]
    [InlineData("POST", "/v1/accounts/x", 405, "wrong-method")]
    [InlineData("GET", "/v1/profiles/userId:x/events?limit=abc", 400, "invalid-query")]
    [InlineData("GET", "/v1/items?limit=", 400, "invalid-query")]
    [InlineData("GET", "/v1/items?limit=1&limit=2", 400, "invalid-query")]
    [InlineData("GET", "/v1/profiles/userId:%FF", 400, "invalid-path")]
    [InlineData("GET", "/v1/profiles/userId:x?asOf=10:00", 400, "invalid-as-of")]
    [InlineData("GET", "/v1/profiles/userId:nobody-knows-them/export", 404, "no-such-profile")]
    public async Task What_nobody_answers_has_a_problem_of_its_own(string method, string path, int status, string code)
    {
        using var answer = await Send(method, path, null);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("type").GetString().ShouldBe("/problems/" + code);
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe(status);
        if (status == 405)
            answer.Content.Headers.Allow.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_body_longer_than_is_read_is_a_problem_too()
    {
        using var body = new StreamContent(new MemoryStream(new byte[200_000]));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/items/large") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", running.Keys.SecretKey);
        request.Headers.TransferEncodingChunked = true; // So that its length is not told before.
        using var answer = await running.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(413);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private async Task Ask(RouteEndpoint endpoint, string method, string path, string? body)
    {
        using var answer = await Send(method, path, body);
        var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var where = $"{method} {path} with {body} answered {status} {answer.Content.Headers.ContentType} {text}";
        status.ShouldBeLessThan(500, where);
        if (status < 400 || method == "OPTIONS")
            return;
        if (endpoint.Metadata.GetMetadata<AccessMark>() is { Permission: Permission.Capture })
            text.ShouldContain("\"", Case.Sensitive, where); // Segment's shape, or a problem: never nothing.
        else
            answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", where);
    }

    private async Task<HttpResponseMessage> Send(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(running.Http.BaseAddress + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var isCapture = path.StartsWith("/v1/", StringComparison.Ordinal) && running.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Any(endpoint => endpoint.RoutePattern.RawText == path && endpoint.Metadata.GetMetadata<AccessMark>() is { Permission: Permission.Capture });
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", isCapture ? running.Keys.WriteKey : running.Keys.SecretKey);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await running.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string PathOf(RouteEndpoint endpoint, string id) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => id,
    }))));
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Clients;

/// <summary>A bad network: a reverse proxy in front of a server that breaks some of the requests, in an order that can be repeated.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Transfer-Encoding", "Keep-Alive", "Expect", "Upgrade"];
    private readonly WebApplication _app;
    private readonly Uri _target;
    private readonly Func<int, Fault> _plan;
    private int _requests;

    private FaultyProxy(WebApplication app, Uri target, Func<int, Fault> plan)
    {
        _app = app;
        _target = target;
        _plan = plan;
    }

    /// <summary>Where clients find it.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>How often each fault was done to a POST.</summary>
    public Dictionary<Fault, int> Done { get; } = [];

    /// <summary>Starts a proxy.</summary>
    /// <param name="target">The server.</param>
    /// <param name="plan">The fault of each POST, by its number from 0.</param>
    public static async Task<FaultyProxy> Start(Uri target, Func<int, Fault> plan)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrel(server => server.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var proxy = new FaultyProxy(app, target, plan);
        app.Run(proxy.Serve);
        await app.StartAsync();
        return proxy;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        var fault = context.Request.Method == "POST" ? _plan(Interlocked.Increment(ref _requests) - 1) : Fault.None;
        lock (Done)
            Done[fault] = Done.GetValueOrDefault(fault) + 1;
        if (fault is Fault.TooManyRequests or Fault.Unavailable)
        {
            await Refuse(context, fault == Fault.TooManyRequests ? 429 : 503);
            return;
        }

        using var answer = await Forward(context.Request);
        if (fault == Fault.BrokenAfterwards)
            context.Abort();
        else if (fault == Fault.UnavailableAfterwards)
            await Refuse(context, 503);
        else
            await Return(answer, context.Response);
    }

    private static async Task Refuse(HttpContext context, int status)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        if (context.Request.Headers.Origin is { Count: > 0 } origin)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = "Retry-After";
        }
        if (status == 429)
            context.Response.Headers.RetryAfter = "1";
    }

    private async Task<HttpResponseMessage> Forward(HttpRequest request)
    {
        using var forward = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_target, request.Path + request.QueryString));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (body.Length > 0)
            forward.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in request.Headers)
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase) && !forward.Headers.TryAddWithoutValidation(name, values.ToArray()))
                forward.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        return await Connections.Client.SendAsync(forward);
    }

    private static async Task Return(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase))
                response.Headers[name] = values.ToArray();
        if (answer.StatusCode != HttpStatusCode.NoContent)
            await answer.Content.CopyToAsync(response.Body);
    }
}

using System.Net;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Access;

/// <summary>Guards endpoints of every stage by permission, and hands them the caller and the workspace that is open to it.</summary>
public static class AccessEndpoints
{
    private const int ProviderUnreachable = -1;
    private const int ProviderRetrySeconds = 5;

    /// <summary>Lets only callers in that have a permission; others get 401 or 403 before their body is read.</summary>
    /// <typeparam name="T">An endpoint or a group of them.</typeparam>
    /// <param name="endpoints">The endpoint or group.</param>
    /// <param name="permission">What it needs. Said on an endpoint, it wins over its group's.</param>
    public static T Requires<T>(this T endpoints, Permission permission)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var guarded = endpoint.Metadata.OfType<AccessMark>().Any();
            endpoint.Metadata.Add(new AccessMark(permission, null)); // The last one counts.
            if (guarded)
                return;
            var next = Readable(endpoint);
            endpoint.RequestDelegate = context => Guard(context, next);
        });
        return endpoints;
    }

    /// <summary>Marks an endpoint that looks at the key itself, since it may be in the path, the query or the body.</summary>
    /// <typeparam name="T">An endpoint or a group of them.</typeparam>
    /// <param name="endpoints">The endpoint or group.</param>
    /// <param name="permission">What it asks of the key.</param>
    /// <param name="reason">Where it finds the key.</param>
    public static T ChecksItself<T>(this T endpoints, Permission permission, string reason)
        where T : IEndpointConventionBuilder => endpoints.Marked(new AccessMark(permission, reason));

    /// <summary>Marks an endpoint that anybody may call.</summary>
    /// <typeparam name="T">An endpoint or a group of them.</typeparam>
    /// <param name="endpoints">The endpoint or group.</param>
    /// <param name="reason">Why that does no harm.</param>
    public static T IsPublic<T>(this T endpoints, string reason)
        where T : IEndpointConventionBuilder => endpoints.Marked(new AccessMark(null, reason));

    /// <summary>The workspace that is open to the caller.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    /// <exception cref="InvalidOperationException">The endpoint is not guarded.</exception>
    public static Workspace Workspace(this HttpContext context) => context.Caller().Workspace;

    /// <summary>Whoever sent the request.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    /// <exception cref="InvalidOperationException">The endpoint is not guarded.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint has no guard: add Requires(Permission).");

    /// <summary>The address of the caller: the last that <c>X-Forwarded-For</c> names when that is trusted, else the connection's.</summary>
    /// <param name="context">The request.</param>
    public static IPAddress? CallerAddress(this HttpContext context)
    {
        if (context.RequestServices.GetService<AccessOptions>() is { TrustForwardedFor: true } && context.Request.Headers["X-Forwarded-For"] is [.., { } forwarded])
        {
            // Each proxy adds at the end: what stands before was said by the caller, who may lie.
            if (IPAddress.TryParse(forwarded.AsSpan(forwarded.LastIndexOf(',') + 1).Trim(), out var sent))
                return sent;
        }

        return context.Connection.RemoteIpAddress;
    }

    /// <summary>Finds out who sent a request by its <c>Authorization</c> header, a key or a token.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The caller, and the seconds to wait: for somebody known, since they send too many requests; for nobody, since too many wrong keys came; −1 when it is a token and cannot be checked. 0 for no wait.</returns>
    public static async ValueTask<(Caller? Caller, int RetryAfterSeconds)> FindCaller(this HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (OidcTokens.IsToken(header) && context.RequestServices.GetService<OidcTokens>() is { IsConfigured: true } tokens)
            return !await tokens.CanCheck(context.RequestAborted) ? (null, ProviderUnreachable) : Counted(context, await tokens.Open(header!, context.Request.Headers[OidcTokens.WorkspaceHeader]), 0);
        var caller = context.RequestServices.GetRequiredService<KeyGuard>().Open(header, context.CallerAddress(), out var wait);
        return Counted(context, caller, wait);
    }

    /// <summary>Answers a request of somebody known who sends too many.</summary>
    /// <param name="context">The request.</param>
    /// <param name="retryAfterSeconds">How long to wait.</param>
    public static Task WriteTooManyRequests(this HttpContext context, int retryAfterSeconds)
    {
        context.Response.RetryAfter(retryAfterSeconds);
        return context.WriteProblem(AccessProblems.TooManyRequests);
    }

    /// <summary>Answers a request whose caller is not known.</summary>
    /// <param name="context">The request.</param>
    /// <param name="retryAfterSeconds">As <see cref="FindCaller"/> answers: how long its address has to wait; 0 when it need not.</param>
    public static Task WriteNoCaller(this HttpContext context, int retryAfterSeconds = 0)
    {
        if (retryAfterSeconds == ProviderUnreachable)
        {
            context.Response.RetryAfter(ProviderRetrySeconds);
            return context.WriteProblem(AccessProblems.ProviderUnreachable);
        }

        if (retryAfterSeconds > 0)
        {
            context.Response.RetryAfter(retryAfterSeconds);
            return context.WriteProblem(AccessProblems.TooManyAttempts);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.WriteProblem(AccessProblems.UnknownKey);
    }

    private static async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()!.Metadata.GetMetadata<AccessMark>()!.Permission is not { } needed)
        {
            await next(context); // Public within a guarded group.
            return;
        }

        var (caller, wait) = await context.FindCaller();
        if (caller is null || !MayTry(caller, needed))
        {
            await context.WriteNoCaller(caller is null ? wait : 0);
        }
        else if (wait > 0)
        {
            await context.WriteTooManyRequests(wait);
        }
        else if (!caller.Permissions.Has(needed))
        {
            await context.WriteProblem(AccessProblems.NotPermitted, $"It needs the permission {PermissionSet.NameOf(needed)}.", json => json.WriteString("permission", PermissionSet.NameOf(needed)));
        }
        else
        {
            context.Features.Set(caller);
            context.BoundBody(SmallBodyEndpoints.BytesMax);
            await Recorded(context, next);
        }
    }

    private static (Caller?, int) Counted(HttpContext context, Caller? caller, int wait) =>
        (caller, caller is null ? wait : context.RequestServices.GetRequiredService<RequestRates>().Take(caller));

    // To an endpoint that no write key can open, a write key is no key: it is public, so it proves nothing.
    private static bool MayTry(Caller caller, Permission needed) => !caller.IsWriteKey || Role.WriteKey.Has(needed);

    private static async Task Recorded(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (AuditUnwritableException) when (!context.Response.HasStarted)
        {
            context.Response.BeginAnew();
            context.Response.RetryAfter(1);
            await context.WriteProblem(AccessProblems.AuditUnwritable);
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge && !context.Response.HasStarted)
        {
            context.Response.BeginAnew();
            context.Response.Headers.Connection = "close"; // What is left of the body is not read: no other request may follow it.
            await context.WriteProblem(RequestProblems.TooLarge);
        }
    }

    private static T Marked<T>(this T endpoints, AccessMark mark)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            endpoint.Metadata.Add(mark);
            endpoint.RequestDelegate = Readable(endpoint);
        });
        return endpoints;
    }

    // Every endpoint bears a mark, so every endpoint gets its path decoded once, and a query that it can read.
    private static RequestDelegate Readable(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate ?? throw new InvalidOperationException($"{endpoint.DisplayName} handles no requests.");
        return context => !PathEndpoints.TryDecode(context) ? context.WriteProblem(RequestProblems.InvalidPath)
            : QueryEndpoints.Wrong(context) is { } wrong ? context.WriteProblem(RequestProblems.InvalidQuery, wrong)
            : next(context);
    }
}

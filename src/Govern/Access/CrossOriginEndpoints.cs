using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Access;

/// <summary>Opens endpoints to pages of any origin. They read no cookie, so any origin is allowed and credentials are not. Source: WHATWG, Fetch standard, CORS protocol.</summary>
public static class CrossOriginEndpoints
{
    private const int HeadersBytesMax = 1_024;
    private const string HeadersMin = "Authorization, Content-Type, Content-Encoding, X-Retry-Count, AnonymousId";

    /// <summary>Lets pages of any origin read every answer of an endpoint, refusals of its guard too, and answers what browsers ask before they send.</summary>
    /// <param name="endpoints">Where the endpoint was mapped.</param>
    /// <param name="path">Its path; once for each, whatever its methods.</param>
    /// <param name="mapped">The endpoints of that path.</param>
    public static void OpenToPages(this IEndpointRouteBuilder endpoints, string path, params ReadOnlySpan<IEndpointConventionBuilder> mapped)
    {
        var methods = new SortedSet<string>(StringComparer.Ordinal) { "OPTIONS" };
        foreach (var one in mapped)
        {
            one.Finally(endpoint =>
            {
                methods.UnionWith(endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? []);
                endpoint.Metadata.Add(OpenToPagesMark.One);
                var next = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = context =>
                {
                    context.Response.Headers.AccessControlAllowOrigin = "*"; // First of all: whatever refuses the request, the page can read why.
                    return next(context);
                };
            });
        }

        var allowed = new Lazy<string>(() => string.Join(", ", methods)); // Endpoints are built before the first is asked.
        endpoints.MapMethods(path, ["OPTIONS"], context => Preflight(context, allowed.Value)).IsPublic("Tells browsers that they may ask.").ExcludeFromDescription();
    }

    /// <summary>Says when to try again, so that a page of another origin can read it too.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="seconds">In how many seconds.</param>
    public static void RetryAfter(this HttpResponse response, int seconds)
    {
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (response.Headers.AccessControlAllowOrigin.Count > 0)
            response.Headers.AccessControlExposeHeaders = "Retry-After";
    }

    /// <summary>Forgets an answer that was begun, but not that pages may read it.</summary>
    /// <param name="response">The answer, none of it sent.</param>
    internal static void BeginAnew(this HttpResponse response)
    {
        var origin = response.Headers.AccessControlAllowOrigin;
        response.Clear();
        response.Headers.AccessControlAllowOrigin = origin;
    }

    private static Task Preflight(HttpContext context, string methods)
    {
        var answer = context.Response.Headers;
        answer.AccessControlAllowOrigin = "*";
        answer.AccessControlAllowMethods = methods;
        answer.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders is [{ Length: <= HeadersBytesMax } asked] ? asked : HeadersMin;
        answer.AccessControlMaxAge = context.RequestServices.GetRequiredService<AccessOptions>().PreflightSeconds.ToString(CultureInfo.InvariantCulture);
        answer.Vary = "Access-Control-Request-Headers";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

/// <summary>On an endpoint whose answers pages of any origin may read.</summary>
public sealed class OpenToPagesMark
{
    private OpenToPagesMark()
    {
    }

    internal static OpenToPagesMark One { get; } = new();
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Sources.Http;

/// <summary>Tells browsers that any page may send events here. No cookie is read on these paths, so any origin is allowed and credentials are not.</summary>
internal sealed class CorsEndpoints(IOptions<HttpSourceOptions> options)
{
    private const int HeadersBytesMax = 1_024;

    private readonly string _maxAge = options.Value.PreflightSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers a preflight.</summary>
    public Task Preflight(HttpContext context)
    {
        var answer = context.Response.Headers;
        answer.AccessControlAllowOrigin = "*";
        answer.AccessControlAllowMethods = "GET, POST, OPTIONS";
        answer.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders is [{ Length: <= HeadersBytesMax } asked]
            ? asked
            : "Authorization, Content-Type, Content-Encoding, X-Retry-Count, AnonymousId";
        answer.AccessControlMaxAge = _maxAge;
        answer.Vary = "Access-Control-Request-Headers";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

using Kairos.Govern.Access;

namespace Kairos.Host.Servers;

/// <summary>Gives every refusal that nobody wrote a body for one: no path, a wrong method, a body cut short, a fault of ours. RFC 9457, as everywhere.</summary>
internal static partial class BareRefusals
{
    /// <summary>Adds it around all endpoints.</summary>
    /// <param name="app">The program.</param>
    public static void UseBareRefusals(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Kairos.Host.Requests");
        app.Use((context, next) => Answer(context, next, log));
    }

    private static async Task Answer(HttpContext context, RequestDelegate next, ILogger log)
    {
        var response = context.Response;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error) when (!response.HasStarted)
        {
            response.Clear();
            response.StatusCode = error.StatusCode;
        }
        catch (Exception error) when (!response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Failed(log, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, error);
            response.Clear();
            response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        if (!response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response.ContentType is null && response.ContentLength is null)
            await context.WriteProblem(RequestProblems.Of(response.StatusCode));
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed.")]
    private static partial void Failed(ILogger log, string method, string? route, Exception error);
}

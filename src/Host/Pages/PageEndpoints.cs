using System.Reflection;
using Kairos.Govern.Access;
using Scalar.AspNetCore;

namespace Kairos.Host.Pages;

/// <summary>What a person opens in a browser: the page at <c>/</c> and the API page at <c>/docs</c>.</summary>
internal static class PageEndpoints
{
    /// <summary>Nothing is loaded from elsewhere, nothing may frame the page.</summary>
    private const string Policy = "default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

    public static void AddPages(this IHostApplicationBuilder builder) => builder.Services.AddApiDocument();

    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        var home = Home();
        endpoints.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Text(home, "text/html; charset=utf-8");
        }).IsPublic("A page without data; it asks for a key where one is needed.").ExcludeFromDescription();
        endpoints.MapOpenApi("/openapi/v1.json").IsPublic("The same on every server.");
        endpoints.MapScalarApiReference("/docs", options => options
            .WithTitle("Kairos API").DisableDefaultFonts().DisableTelemetry().DisableAgent().HideClientButton().HideModels().HideDeveloperTools()).IsPublic("The same on every server.");
    }

    private static string Home()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Kairos.Host.Pages.home.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

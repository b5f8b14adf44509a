using System.Text;
using System.Text.Json;
using Kairos.Capture.Parsing;
using Kairos.Govern.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Sources.Http;

/// <summary>The settings that Segment's browser library asks for before it sends anything: one integration, this server. No other script is loaded.</summary>
internal sealed class SettingsEndpoints(KeyGuard keys, IOptions<HttpSourceOptions> options)
{
    /// <summary>Maps the path.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var settings = ActivatorUtilities.CreateInstance<SettingsEndpoints>(endpoints.ServiceProvider);
        const string Path = "/v1/projects/{writeKey}/settings";
        endpoints.OpenToPages(Path, endpoints.MapGet(Path, settings.Answer).ChecksItself(Permission.Capture, "The key is in the path.").WithTags("Capture").WithSummary("Settings of the browser library."));
    }

    private async Task Answer(HttpContext context)
    {
        var writeKey = (string)context.Request.RouteValues["writeKey"]!;
        var known = keys.ByWriteKey(Encoding.UTF8.GetBytes(writeKey), Permission.Capture) is not null;
        context.Response.ContentType = "application/json";
        context.Response.StatusCode = known ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        if (known)
        {
            context.Response.Headers.CacheControl = $"{(options.Value.PublicHost is null ? "private" : "public")}, max-age={options.Value.SettingsSeconds}";
            Write(context, writeKey);
        }
        else
        {
            TrackingAnswers.WriteRefusal(context.Response.BodyWriter, Refusal.UnknownWriteKey, null);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void Write(HttpContext context, string writeKey)
    {
        using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartObject("integrations");
        json.WriteStartObject("Segment.io");
        json.WriteString("apiKey", writeKey);
        json.WriteString("apiHost", (options.Value.PublicHost ?? context.Request.Host.Value) + "/v1");
        json.WriteString("protocol", options.Value.PublicScheme ?? context.Request.Scheme);
        json.WriteBoolean("addBundledMetadata", false);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("plan");
        json.WriteStartObject("track");
        json.WriteStartObject("__default");
        json.WriteBoolean("enabled", true);
        json.WriteStartObject("integrations");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("remotePlugins");
        json.WriteEndArray();
        json.WriteStartObject("edgeFunction");
        json.WriteEndObject();
        json.WriteStartObject("analyticsNextEnabled");
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        json.WriteNumber("sampleRate", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

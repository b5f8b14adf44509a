using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Bench.Bare;

/// <summary>The limits: Kestrel endpoints that do the least there is to do. `/parse` reads a JSON body and answers 1 KB; `/durable` and `/durable-batch` also commit the body to disk, gathered, before they answer.</summary>
public static class BareServer
{
    private static readonly byte[] Kilobyte = JsonSerializer.SerializeToUtf8Bytes(new string('x', 1000));
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    public static async Task Run(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        using var log = new BareLog(Path.Combine(folder, "bare.log"));

        app.MapPost("/parse", (RequestDelegate)(async http =>
        {
            _ = await JsonSerializer.DeserializeAsync(http.Request.Body, BareJson.Default.BareEvent, http.RequestAborted);
            await Answer(http, Kilobyte);
        }));
        app.MapPost("/durable", (RequestDelegate)(async http =>
        {
            var parsed = await JsonSerializer.DeserializeAsync(http.Request.Body, BareJson.Default.BareEvent, http.RequestAborted);
            await log.Append(JsonSerializer.SerializeToUtf8Bytes(parsed!, BareJson.Default.BareEvent));
            await Answer(http, Success);
        }));
        app.MapPost("/durable-batch", (RequestDelegate)(async http =>
        {
            var parsed = await JsonSerializer.DeserializeAsync(http.Request.Body, BareJson.Default.BareBatch, http.RequestAborted);
            await log.Append(JsonSerializer.SerializeToUtf8Bytes(parsed!, BareJson.Default.BareBatch));
            await Answer(http, Success);
        }));
        await app.StartAsync();
        Console.WriteLine("ready " + app.Urls.First());
        await ((IHost)app).WaitForShutdownAsync();
    }

    private static ValueTask Answer(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        http.Response.BodyWriter.Write(body);
        return new ValueTask(http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask());
    }
}

public sealed record BareEvent(string? MessageId, string? AnonymousId, string? UserId, string? Type, string? Event, string? Timestamp, string? SentAt, JsonElement? Properties, JsonElement? Context);

public sealed record BareBatch(BareEvent[] Batch, string? SentAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BareEvent))]
[JsonSerializable(typeof(BareBatch))]
public sealed partial class BareJson : JsonSerializerContext;

using System.Net;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;
using Kairos.Capture.Sources.Http;
using Kairos.Decide.Ranking;
using Kairos.Govern.Access;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kairos.Decide.Decisions;

/// <summary>Answers <c>POST /api/recommendations</c>, <c>POST /v1/decide</c> and <c>GET /v1/decisions/{id}</c>.</summary>
public static class DecisionEndpoints
{
    private const string KeyPlace = "The key may be in the header, the query or the body.";

    private delegate DecisionRequest? Reading(ReadOnlySpan<byte> body, Workspace workspace, long nowMs, bool privacyControl, out RequestRefusal? refusal);

    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    internal static void MapDecisions(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var (general, single) = (services.GetRequiredService<RequestReader>(), services.GetRequiredService<RecommendationsReader>());
        endpoints.OpenToPages("/v1/decide", endpoints.MapPost("/v1/decide", context => Serve(context, general.Read, WriteDecision)).WithTags("Decide").WithSummary("What several placements show").ChecksItself(Govern.Access.Permission.Decide, KeyPlace));
        endpoints.OpenToPages("/api/recommendations", endpoints.MapPost("/api/recommendations", context => Serve(context, single.Read, WriteRecommendations)).WithTags("Decide").WithSummary("A list for the page at hand").ChecksItself(Govern.Access.Permission.Decide, KeyPlace));
        endpoints.MapGet("/v1/decisions/{id}", (RequestDelegate)Trace).WithTags("Decide").WithSummary("The whole trace of a decision").Requires(Govern.Access.Permission.ReadDecisions);
    }

    private static async Task Serve(HttpContext context, Reading read, Action<Utf8JsonWriter, Decision> write)
    {
        var bytesMax = context.RequestServices.GetRequiredService<RequestLimits>().BodyBytesMax;
        var body = DraftBatch.Rent();
        try
        {
            var refused = await BodyReading.Read(context.Request.BodyReader, context.Request.Headers.ContentEncoding, body, bytesMax, context.RequestAborted);
            if (refused != Refusal.None)
                await context.WriteProblem(refused == Refusal.BodyTooLarge ? DecisionProblems.TooLarge : DecisionProblems.Encoding);
            else
                await Serve(context, body, read, write);
        }
        finally
        {
            body.Return();
        }
    }

    private static async Task Serve(HttpContext context, DraftBatch body, Reading read, Action<Utf8JsonWriter, Decision> write)
    {
        var (caller, wait) = await Opened(context, body);
        if (caller is null || wait > 0 || !caller.Permissions.Has(Govern.Access.Permission.Decide))
        {
            await (caller is null ? context.WriteNoCaller(wait)
                : wait > 0 ? context.WriteTooManyRequests(wait)
                : context.WriteProblem(AccessProblems.NotPermitted, "It needs the permission decide."));
            return;
        }

        var workspace = caller.Workspace;
        var services = context.RequestServices;
        var nowMs = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        if (read(body.Body, workspace, nowMs, context.Request.Headers["Sec-GPC"] == "1", out var refusal) is not { } request)
        {
            await context.WriteProblem(DecisionProblems.Of(refusal!.Kind), refusal.Detail, json => json.WriteString("member", refusal.Member));
            return;
        }

        if (caller.IsWriteKey && workspace.UserHash is { } demand && !demand.Allows(request.UserId, request.UserHash, nowMs))
        {
            await context.WriteProblem(DecisionProblems.UnprovenUser);
            return;
        }

        if (request.Where.IsUnknown && services.GetRequiredService<PurposePolicies>().IsRegional)
            request = request with { Where = CallerPlace(context) };
        using var decision = await services.GetRequiredService<Decider>().Decide(request, context.RequestAborted);
        context.Response.ContentType = "application/json";
        decision.Json.Reset(context.Response.BodyWriter);
        write(decision.Json, decision);
        decision.Json.Flush();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // A browser speaks for the visitor at its address; a server says where the visitor is, or their last events do.
    private static RegionCode CallerPlace(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count == 0 || context.RequestServices.GetService<IGeography>() is not { } places)
            return default;
        var address = context.Connection.RemoteIpAddress;
        if (context.RequestServices.GetRequiredService<IOptions<IntakeOptions>>().Value.TrustForwardedFor
            && context.Request.Headers["X-Forwarded-For"] is [{ } forwarded, ..] && IPAddress.TryParse(forwarded.Split(',')[0].Trim(), out var sent))
            address = sent;
        return address is not null && places.Find(address) is { } place ? RegionCode.Of(place.Country, place.Region) : default;
    }

    // Browsers may put the key, which is public, into the query or the body: a beacon can set no headers.
    private static ValueTask<(Caller? Caller, int RetryAfterSeconds)> Opened(HttpContext context, DraftBatch body)
    {
        if (context.Request.Headers.Authorization.Count > 0)
            return context.FindCaller();
        var key = context.Request.Query["writeKey"] is [{ Length: > 0 } sent, ..] ? sent : BodyKey.Find(body.Body);
        var caller = key is { Length: <= 256 } ? context.RequestServices.GetRequiredService<KeyGuard>().ByWriteKey(Encoding.UTF8.GetBytes(key), Govern.Access.Permission.Decide) : null;
        return new((caller, caller is null ? 0 : context.RequestServices.GetRequiredService<RequestRates>().Take(caller)));
    }

    private static void WriteDecision(Utf8JsonWriter json, Decision decision)
    {
        json.WriteStartObject();
        json.WriteString("decisionId"u8, decision.IdText);
        json.WritePropertyName("placements"u8);
        json.WriteRawValue(decision.Answer, skipInputValidation: true);
        json.WriteStartObject("timings"u8);
        RecordWriter.WriteMs(json, "totalMs"u8, decision.Timings.Total);
        RecordWriter.WriteMs(json, "contextMs"u8, decision.Timings.Context);
        RecordWriter.WriteMs(json, "rankingMs"u8, decision.Timings.Ranking);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRecommendations(Utf8JsonWriter json, Decision decision)
    {
        var (input, answer) = (decision.Input(0), decision.AnswerOf(0));
        json.WriteStartObject();
        json.WriteString("session_id"u8, decision.Request.AnonymousId);
        json.WriteStartArray("recommendations"u8);
        foreach (var pick in answer.Picks)
            json.WriteStringValue(input.Candidates[pick].Id);
        json.WriteEndArray();
        json.WritePropertyName("items"u8);
        AnswerWriter.WriteItems(json, input, answer);
        json.WriteString("decision_id"u8, decision.IdText);
        json.WriteString("source"u8, AnswerWriter.NameOf(answer.Rung));
        json.WritePropertyName("degraded"u8);
        DegradationCodes.Write(json, answer.Degraded);
        json.WriteEndObject();
    }

    private static async Task Trace(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (context.RequestServices.GetRequiredService<DecisionTraces>().Find(context.Workspace(), id) is not { } record)
        {
            await context.WriteProblem(DecisionProblems.NoSuchDecision);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(record, context.RequestAborted);
    }
}

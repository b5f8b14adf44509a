using System.Net;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Parsing;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Sources.Http;

/// <summary>Segment's tracking API: one path for each call, the browser library's short paths, and batches.</summary>
internal sealed class TrackingEndpoints(
    KeyGuard keys, RequestRates rates, IIntake intake, IOptions<ParsingOptions> parsing, IOptions<IntakeOptions> options)
{
    private static readonly (string Path, EventKind? Verb)[] Paths =
    [
        ("track", EventKind.Track), ("t", EventKind.Track), ("identify", EventKind.Identify), ("i", EventKind.Identify),
        ("page", EventKind.Page), ("p", EventKind.Page), ("screen", EventKind.Screen), ("s", EventKind.Screen),
        ("group", EventKind.Group), ("g", EventKind.Group), ("alias", EventKind.Alias), ("a", EventKind.Alias),
        ("batch", null), ("b", null), (Import, null),
    ];

    private const string Import = "import";

    /// <summary>Maps the paths.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var tracking = ActivatorUtilities.CreateInstance<TrackingEndpoints>(endpoints.ServiceProvider);
        foreach (var (path, verb) in Paths)
        {
            var mapped = endpoints.MapPost("/v1/" + path, context => tracking.Take(context, verb, mayImport: path == Import)).ChecksItself(Permission.Capture, "The key may be in the header or the body.").WithTags("Capture").WithSummary(Summary(verb));
            endpoints.OpenToPages("/v1/" + path, mapped);
        }

        // The browser library's own counters: nothing we keep.
        endpoints.OpenToPages("/v1/m", endpoints.MapPost("/v1/m", context => Answer(context, TrackingAnswers.Success)).IsPublic("Answers the same to all and keeps nothing.").ExcludeFromDescription());
    }

    private static string Summary(EventKind? verb) => verb is null ? "Takes a batch of events." : $"Takes one {verb.ToString()!.ToLowerInvariant()} call.";

    private async Task Take(HttpContext context, EventKind? verb, bool mayImport)
    {
        var drafts = DraftBatch.Rent();
        try
        {
            var caller = ByHeader(context, out var hasKey);
            var isTrusted = mayImport && hasKey && caller is null;
            if (isTrusted)
            {
                (caller, var longest) = await context.FindCaller();
                caller = caller?.Permissions.Has(Permission.Import) == true ? caller : null;
                if (longest > 0)
                {
                    await context.WriteNoCaller(longest);
                    return;
                }
            }

            if (hasKey && caller is null)
            {
                await Refuse(context, null, drafts, Refusal.UnknownWriteKey);
                return;
            }

            if (caller is not null && rates.Take(caller) is > 0 and var wait)
            {
                await TooMany(context, wait); // Before its body is read.
                return;
            }

            var bytesMax = verb is null ? parsing.Value.BatchBytesMax : parsing.Value.EventBytesMax;
            var refusal = context.Request.ContentLength > bytesMax
                ? Refusal.BodyTooLarge
                : await BodyReading.Read(context.Request.BodyReader, context.Request.Headers.ContentEncoding, drafts, bytesMax, context.RequestAborted);
            if (refusal == Refusal.None)
                refusal = drafts.Parse(parsing.Value, verb);
            if (caller is null && (caller = ByBody(drafts)) is not null && rates.Take(caller) is > 0 and var longer)
            {
                await TooMany(context, longer);
                return;
            }

            var workspace = caller?.Workspace;
            if (refusal == Refusal.None && workspace is null)
                refusal = drafts.WriteKey.IsEmpty ? Refusal.NoWriteKey : Refusal.UnknownWriteKey;
            if (refusal != Refusal.None)
            {
                await Refuse(context, workspace, drafts, refusal);
                return;
            }

            await Take(context, workspace!, drafts, verb, isTrusted ? new Origin(Import) { IsTrusted = true } : Origin(context));
        }
        finally
        {
            drafts.Return();
        }
    }

    private async ValueTask Take(HttpContext context, Workspace workspace, DraftBatch drafts, EventKind? verb, Origin origin)
    {
        var outcome = await intake.Take(workspace, drafts, origin);
        if (outcome.Refusal != Refusal.None)
        {
            context.Response.RetryAfter(outcome.RetryAfterSeconds);
            await AnswerRefusal(context, outcome.Refusal, null);
        }
        else if (outcome.Refused + outcome.Withheld == 0)
        {
            await Answer(context, TrackingAnswers.Success);
        }
        else if (verb is not null && outcome.Refused > 0)
        {
            await AnswerRefusal(context, drafts[0].Refusal, drafts[0].Detail);
        }
        else
        {
            Prepare(context, StatusCodes.Status200OK);
            TrackingAnswers.WriteMixed(context.Response.BodyWriter, drafts);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static ValueTask TooMany(HttpContext context, int seconds)
    {
        context.Response.RetryAfter(seconds);
        return AnswerRefusal(context, Refusal.OverBudget, "More requests come with this write key than Govern:Access:WriteKeyRequestsPerSecondMax allows.");
    }

    private Caller? ByHeader(HttpContext context, out bool hasKey)
    {
        Span<byte> buffer = stackalloc byte[SentKey.BufferBytes];
        hasKey = SentKey.TryRead(context.Request.Headers.Authorization, buffer, out var key);
        return hasKey ? keys.ByWriteKey(key, Permission.Capture) : null;
    }

    private Caller? ByBody(DraftBatch drafts) => drafts.WriteKey.IsEmpty ? null : keys.ByWriteKey(drafts.WriteKey, Permission.Capture);

    private Origin Origin(HttpContext context)
    {
        var headers = context.Request.Headers;
        var address = context.Connection.RemoteIpAddress;
        if (options.Value.TrustForwardedFor && headers["X-Forwarded-For"] is [{ } forwarded, ..])
        {
            var first = forwarded.AsSpan();
            var comma = first.IndexOf(',');
            if (IPAddress.TryParse((comma < 0 ? first : first[..comma]).Trim(), out var sent))
                address = sent;
        }

        return new Origin("http")
        {
            Address = address,
            UserAgent = headers.UserAgent,
            GlobalPrivacyControl = headers["Sec-GPC"] == "1",
        };
    }

    private ValueTask Refuse(HttpContext context, Workspace? workspace, DraftBatch drafts, Refusal refusal)
    {
        intake.Refuse(workspace, drafts, refusal, drafts.Detail, Origin(context));
        return AnswerRefusal(context, refusal, drafts.Detail);
    }

    private static async ValueTask AnswerRefusal(HttpContext context, Refusal refusal, string? detail)
    {
        Prepare(context, TrackingAnswers.Status(refusal));
        TrackingAnswers.WriteRefusal(context.Response.BodyWriter, refusal, detail);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static Task Answer(HttpContext context, byte[] answer)
    {
        Prepare(context, StatusCodes.Status200OK);
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer, 0, answer.Length);
    }

    private static void Prepare(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
    }
}

using System.Globalization;
using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Erasure;

/// <summary><c>DELETE /v1/profiles/{type}:{id}</c> erases a person, <c>GET /v1/erasures</c> shows receipts.</summary>
internal sealed class ErasureEndpoints(IErasures erasures, IOptions<ErasureOptions> options)
{
    private const int ListMax = 1_000;

    /// <summary>Nobody can be named like this.</summary>
    public static ProblemKind NotErasable { get; } = new("not-erasable", 400, "Not the name of a person",
        "A person is named TYPE:ID by one of their identifiers: DELETE /v1/profiles/userId:42. With ?wait=SECONDS the answer waits until nothing is left of them.");

    /// <summary>No erasure has this receipt.</summary>
    public static ProblemKind NoSuchErasure { get; } = new("no-such-erasure", 404, "No such receipt",
        "No erasure of this workspace has this receipt, or it is older than receipts are kept.");

    /// <summary>Too many erasures wait.</summary>
    public static ProblemKind TooManyErasures { get; } = new("too-many-erasures", 429, "Too many erasures wait",
        "Nothing was begun. Ask again when some of those that wait are done; GET /v1/erasures lists them.");

    /// <summary>The journal cannot be written.</summary>
    public static ProblemKind ErasureNotBegun { get; } = new("erasure-not-begun", 503, "The erasure cannot be begun now",
        "The disk does not take anything, so nothing was erased. Ask again.");

    /// <summary>What the audit log calls an erasure.</summary>
    public const string Action = "profiles.erase";

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDelete("/v1/profiles/{profile}", Delete).Requires(Permission.Erase).WithTags("Privacy").WithSummary("Erases a person from everything, and gives a receipt");
        endpoints.MapGet("/v1/erasures", List).Requires(Permission.Erase).WithTags("Privacy").WithSummary("Receipts of erasures, latest first");
        endpoints.MapGet("/v1/erasures/{id}", Get).Requires(Permission.Erase).WithTags("Privacy").WithSummary("The receipt of an erasure");
    }

    private async Task Delete(HttpContext context, string profile, string? wait)
    {
        var colon = profile.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? "" : profile[(colon + 1)..];
        if (id.Length == 0 || !TryWait(wait, out var waited))
        {
            await context.WriteProblem(NotErasable);
            return;
        }

        // In the log by its receipt: it must not keep the person.
        var named = "";
        switch (await erasures.Begin(context.Workspace(), profile[..colon], id, async receipt => await context.Audit(Action, named = AuditTarget.Of("erasure", receipt)), context.RequestAborted))
        {
            case ErasureBegin.Begun { Receipt: var receipt }:
                await Answer(context, receipt.Id, waited);
                break;
            case ErasureBegin.Overloaded:
                context.Response.Headers.RetryAfter = "60";
                await context.WriteProblem(TooManyErasures);
                break;
            case ErasureBegin.Unwritable:
                await context.Audit(Action + ".failed", named);
                context.Response.Headers.RetryAfter = "5";
                await context.WriteProblem(ErasureNotBegun);
                break;
            default:
                await context.WriteProblem(NotErasable);
                break;
        }
    }

    private async Task Answer(HttpContext context, string id, TimeSpan waited)
    {
        if (waited > TimeSpan.Zero)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            late.CancelAfter(waited < options.Value.WaitMax ? waited : options.Value.WaitMax);
            await erasures.WhenDone(id, late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var receipt = erasures.Find(context.Workspace().Id, id)!;
        context.Response.StatusCode = receipt.Status == ErasureStatus.Done ? 200 : 202;
        context.Response.Headers.Location = "/v1/erasures/" + id;
        await Write(context, json => Write(json, receipt));
    }

    private async Task Get(HttpContext context, string id)
    {
        if (erasures.Find(context.Workspace().Id, id) is { } receipt)
            await Write(context, json => Write(json, receipt));
        else
            await context.WriteProblem(NoSuchErasure);
    }

    private Task List(HttpContext context, int? limit) => Write(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("erasures");
        foreach (var receipt in erasures.Latest(context.Workspace().Id, Math.Clamp(limit ?? 100, 1, ListMax)))
            Write(json, receipt);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static async Task Write(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, ErasureReceipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("id", receipt.Id);
        json.WriteString("status", receipt.Status == ErasureStatus.Done ? "done" : "running");
        json.WriteString("requestedAt", DateTimeOffset.FromUnixTimeMilliseconds(receipt.RequestedAtMs));
        if (receipt.CompletedAtMs is { } completed)
            json.WriteString("completedAt", DateTimeOffset.FromUnixTimeMilliseconds(completed));
        else
            json.WriteNull("completedAt");
        if (receipt.Step is not null)
            json.WriteString("step", receipt.Step);
        if (receipt.Trouble is not null)
            json.WriteString("trouble", receipt.Trouble);
        json.WriteStartObject("removed");
        foreach (var (what, count) in receipt.Removed)
            json.WriteNumber(what, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Seconds; "true" or nothing after the sign for as long as may be.
    private static bool TryWait(string? text, out TimeSpan wait)
    {
        wait = text is "" or "true" ? TimeSpan.MaxValue : TimeSpan.Zero;
        if (text is null or "" or "true" or "false")
            return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > 86_400)
            return false;
        wait = TimeSpan.FromSeconds(seconds);
        return true;
    }
}

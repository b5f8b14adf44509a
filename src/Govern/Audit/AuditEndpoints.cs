using System.Globalization;
using System.Text.Json;
using Kairos.Govern.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Audit;

/// <summary>How endpoints of every stage write the audit log, and the one that reads it.</summary>
public static class AuditEndpoints
{
    /// <summary>Writes an entry in the name of whoever sent a request, and waits until it is on disk.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    /// <param name="action">What: noun and verb, such as <c>items.put</c>.</param>
    /// <param name="target">To which thing; see <see cref="AuditTarget"/>.</param>
    /// <param name="before">How it was: JSON without personal data, or null.</param>
    /// <param name="after">How it is now: JSON without personal data, or null.</param>
    /// <exception cref="AuditUnwritableException">It could not be written.</exception>
    public static ValueTask<long> Audit(this HttpContext context, string action, string target, string? before = null, string? after = null) =>
        context.RequestServices.GetRequiredService<IAuditLog>().Append(new AuditChange(context.Workspace().Id, context.Actor(), action, target) { Before = before, After = after });

    /// <summary>Who sent a request, for the audit log.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    public static AuditActor Actor(this HttpContext context) => context.Caller().Actor with { Address = context.CallerAddress()?.ToString() };

    /// <summary>Maps <c>GET /v1/audit</c>.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    internal static void MapAudit(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/v1/audit", (RequestDelegate)List).Requires(Permission.ReadAudit).WithTags("Access").WithSummary("The workspace's audit log, latest entry first");

    /// <summary>The cursor or limit cannot be read.</summary>
    internal static ProblemKind InvalidPage { get; } = new("invalid-audit-page", 400, "Not a page of the audit log",
        "limit is a whole number from 1 to 1000. Send the nextCursor of the page before as it is, or none for the first page.");

    private static async Task List(HttpContext context)
    {
        var query = context.Request.Query;
        var (limit, before) = (100, long.MaxValue);
        if ((query["limit"] is [{ } sent] && (!int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 1_000))
            || (query["cursor"] is [{ } cursor] && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before)))
        {
            await context.WriteProblem(InvalidPage);
            return;
        }

        var log = context.RequestServices.GetRequiredService<SqliteAuditLog>();
        var entries = await Task.Run(() => log.Before(context.Workspace().Id, before, limit + 1), context.RequestAborted); // Reads the disk.
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartArray("entries");
            foreach (var entry in entries.Take(limit))
                AuditJson.Write(json, entry);
            json.WriteEndArray();
            if (entries.Count > limit)
                json.WriteString("nextCursor", entries[limit - 1].Sequence.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

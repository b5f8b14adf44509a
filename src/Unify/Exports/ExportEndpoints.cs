using System.Globalization;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Unify.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.Exports;

/// <summary><c>GET /v1/export/{events|people|accounts|items}</c>: everything as lines of JSON, page by page. The next page's cursor is in the header <c>Kairos-Next-Cursor</c>.</summary>
internal sealed class ExportEndpoints(WorkspaceExport export)
{
    private const string NextCursor = "Kairos-Next-Cursor";
    private const int BufferBytes = 64 * 1024;
    private const int RecordsStandard = 5_000;
    private const int RecordsMax = 50_000;

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/export").Requires(Permission.ExportProfiles).WithTags("Privacy");
        group.MapGet("events", Events).WithSummary("All events as lines of JSON, as of the first page");
        group.MapGet("people", People).WithSummary("What is known under every identifier, as lines of JSON");
        group.MapGet("accounts", Accounts).WithSummary("All accounts with their people, as lines of JSON");
        group.MapGet("items", Items).WithSummary("All items as lines of JSON");
    }

    private async Task Events(HttpContext context, string? cursor, int? limit)
    {
        await Recorded(context, "events", cursor);
        using var page = new MemoryStream();
        string? next = null;
        if (!await Task.Run(() => export.TryWriteEvents(context.Workspace(), cursor, Math.Clamp(limit ?? RecordsStandard, 1, RecordsMax), page, out next), context.RequestAborted))
        {
            await context.WriteProblem(ProfileEndpoints.InvalidCursor);
            return;
        }

        await Send(context, page, next);
    }

    private async Task People(HttpContext context, string? cursor)
    {
        if (!int.TryParse(cursor ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var partition) || partition >= export.Partitions)
        {
            await context.WriteProblem(ProfileEndpoints.InvalidCursor);
            return;
        }

        await Recorded(context, "people", cursor);
        var next = partition + 1 < export.Partitions ? (partition + 1).ToString(CultureInfo.InvariantCulture) : null;
        await Stream(context, next, to => export.WritePeople(context.Workspace(), partition, to));
    }

    private async Task Accounts(HttpContext context)
    {
        await Recorded(context, "accounts", null);
        await Stream(context, null, to => export.WriteAccounts(context.Workspace(), to, context.RequestAborted));
    }

    private async Task Items(HttpContext context)
    {
        await Recorded(context, "items", null);
        await Stream(context, null, to =>
        {
            export.WriteItems(context.Workspace(), to);
            return Task.CompletedTask;
        });
    }

    // Page by page: whoever takes up an export in the middle takes data away too. Entries are of no size.
    private static async Task Recorded(HttpContext context, string what, string? cursor) =>
        await context.Audit("workspace.export", AuditTarget.Of("export", what), after: cursor is null ? null : AuditValue.Of(json => json.WriteString("from", cursor[..Math.Min(cursor.Length, 100)])));

    // As it is read, however much it is: whoever reads slowly holds up nobody but the thread that writes for them.
    private static async Task Stream(HttpContext context, string? next, Func<Stream, Task> write)
    {
        Begin(context, next);
        await using var to = new BufferedStream(context.Response.BodyWriter.AsStream(leaveOpen: true), BufferBytes);
        await Task.Run(() => write(to), context.RequestAborted);
        await to.FlushAsync(context.RequestAborted);
    }

    private static void Begin(HttpContext context, string? next)
    {
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        if (next is not null)
            context.Response.Headers[NextCursor] = next;
    }

    private static async Task Send(HttpContext context, MemoryStream page, string? next)
    {
        Begin(context, next);
        page.Position = 0;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

using System.Buffers;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.Items;

/// <summary><c>PUT|GET|DELETE /v1/items/{id}</c>, <c>POST /v1/items/bulk</c>, <c>GET /v1/items</c>. A change is durable before it is answered, and the next read sees it.</summary>
internal sealed class ItemEndpoints(Catalogue catalogue, CatalogueFollower follower, IJournal journal, ItemOptions options, TimeProvider clock)
{
    private const int PageMax = 1_000;

    /// <summary>There is no such item.</summary>
    public static ProblemKind NoSuchItem { get; } = new("no-such-item", 404, "No such item",
        "The workspace of the key has no item with this id: it was never put, never mentioned by an event, or was deleted.");

    /// <summary>The item cannot be taken.</summary>
    public static ProblemKind InvalidItem { get; } = new("invalid-item", 400, "Not an item",
        "An item is one JSON object: id, name, category, brand, price (a number, not negative), currency, available (true or false), url, imageUrl, attributes. The detail says what is wrong.");

    /// <summary>The item is too large.</summary>
    public static ProblemKind ItemTooLarge { get; } = new("item-too-large", 413, "Item too large",
        "An item or its id is longer than the server allows: see Unify:Items:ItemBytesMax and Unify:Items:IdBytesMax.");

    /// <summary>There is no room for another explicit item.</summary>
    public static ProblemKind CatalogueFull { get; } = new("catalogue-full", 409, "The catalogue is full",
        "The workspace has as many items as the server allows: see Unify:Items:ItemsMax. Delete some, or raise it.");

    /// <summary>The journal takes nothing just now.</summary>
    public static ProblemKind NotWritten { get; } = new("items-not-written", 503, "Nothing can be stored just now",
        "The journal is busy or cannot be written. Nothing of this request was kept, but for the lines that the answer counts; send it again in a moment.");

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var items = endpoints.MapGroup("/v1/items").Requires(Permission.ReadItems).WithTags("Items");
        items.MapGet("", List).WithSummary("Lists items by id");
        items.MapGet("{id}", Get).WithSummary("Reads an item");
        items.MapPut("{id}", Put).Requires(Permission.WriteItems).WithSummary("Puts an item: it replaces what was put or learned before");
        items.MapDelete("{id}", Delete).Requires(Permission.WriteItems).WithSummary("Deletes an item; events do not bring it back");
        items.MapPost("bulk", Bulk).Requires(Permission.WriteItems).WithSummary("Puts many items, one JSON object a line");
    }

    private async Task Get(HttpContext context, string id)
    {
        var item = Find(context.Workspace(), id);
        await (item is null ? context.WriteProblem(NoSuchItem) : Answer(context, json => ItemBody.Write(json, item)));
    }

    private async Task List(HttpContext context, int? limit, string? cursor)
    {
        var some = catalogue.All(context.Workspace().Id)
            .Where(item => cursor is null || string.CompareOrdinal(item.Id, cursor) > 0)
            .OrderBy(static item => item.Id, StringComparer.Ordinal).Take(Math.Clamp(limit ?? 100, 1, PageMax) + 1).ToList();
        var more = some.Count > Math.Clamp(limit ?? 100, 1, PageMax);
        if (more)
            some.RemoveAt(some.Count - 1);
        await Answer(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var item in some)
                ItemBody.Write(json, item);
            json.WriteEndArray();
            if (more)
                json.WriteString("nextCursor", some[^1].Id);
            json.WriteEndObject();
        });
    }

    private async Task Put(HttpContext context, string id)
    {
        var workspace = context.Workspace();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.ItemBytesMax;
        if (System.Text.Encoding.UTF8.GetByteCount(id) > options.IdBytesMax || context.Request.ContentLength > options.ItemBytesMax)
        {
            await context.WriteProblem(ItemTooLarge);
            return;
        }

        var read = await context.Request.BodyReader.ReadAtLeastAsync(options.ItemBytesMax + 1, context.RequestAborted);
        var body = read.Buffer.ToArray();
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        if (body.Length > options.ItemBytesMax)
            await context.WriteProblem(ItemTooLarge);
        else if (!ItemBody.TryRead(body, workspace, id, clock.GetUtcNow().ToUnixTimeMilliseconds(), out var item, out var refusal))
            await context.WriteProblem(InvalidItem, refusal);
        else if (IsFull(workspace, item))
            await context.WriteProblem(CatalogueFull);
        else if (await Write(context, "items.put", id, Told(Find(workspace, id)), Told(item), batch => ItemWrites.Put(batch, workspace, item, journal.Partitions)))
            await Answer(context, json => ItemBody.Write(json, Find(workspace, id) ?? item));
    }

    private async Task Delete(HttpContext context, string id)
    {
        var workspace = context.Workspace();
        if (Find(workspace, id) is not { } item)
            await context.WriteProblem(NoSuchItem);
        else if (await Write(context, "items.delete", id, Told(item), null, batch => ItemWrites.Delete(batch, workspace, id, clock.GetUtcNow().ToUnixTimeMilliseconds(), journal.Partitions)))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task Bulk(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null; // Read line by line; each line and their number are bounded.
        await context.Audit("items.bulk.begun", "items");
        var load = new BulkLoad(context.Workspace(), journal, options, clock, item => IsFull(context.Workspace(), item));
        var outcome = await load.Run(context.Request.BodyReader, context.RequestAborted);
        foreach (var partition in load.Partitions)
            await Visible(partition, context.RequestAborted);
        await context.Audit("items.bulk", "items", after: AuditValue.Of(load.WriteTotals));
        if (outcome != AppendOutcome.Committed)
        {
            await Refuse(context, outcome, load.WriteCounts);
            return;
        }

        await Answer(context, json =>
        {
            json.WriteStartObject();
            load.WriteCounts(json);
            json.WriteEndObject();
        });
    }

    // The audit entry goes first: a crash between the two leaves a change that was told and did not happen, never one that was not told.
    private async Task<bool> Write(HttpContext context, string action, string id, string? before, string? after, Func<JournalBatch, int> fill)
    {
        await context.Audit(action, AuditTarget.Of("item", id), before, after);
        var batch = JournalBatch.Rent();
        var partition = fill(batch);
        var outcome = await journal.Append(batch, CancellationToken.None);
        batch.Return();
        if (outcome == AppendOutcome.Committed)
        {
            await Visible(partition, context.RequestAborted);
            return true;
        }

        await context.Audit(action + ".failed", AuditTarget.Of("item", id));
        await Refuse(context, outcome);
        return false;
    }

    private static Task Refuse(HttpContext context, AppendOutcome outcome, Action<Utf8JsonWriter>? members = null)
    {
        context.Response.Headers.RetryAfter = "1";
        return context.WriteProblem(NotWritten with { Status = outcome == AppendOutcome.Overloaded ? 429 : 503 }, null, members);
    }

    private static string? Told(Item? item)
    {
        if (item is null)
            return null;
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
            ItemBody.Write(json, item);
        return AuditValue.Bounded(text.WrittenSpan);
    }

    // It is durable already: a catalogue that lags behind delays the answer, but does not make it a failure.
    private async Task Visible(int partition, CancellationToken cancel)
    {
        try
        {
            await follower.WhenApplied(partition, cancel);
        }
        catch (TimeoutException)
        {
            // Seen a little later.
        }
    }

    private bool IsFull(Workspace workspace, Item item) =>
        catalogue.Find(workspace.Id, item.Key) is null && catalogue.Of(workspace.Id.Value).ExplicitCount >= options.ItemsMax;

    private Item? Find(Workspace workspace, string id) => catalogue.Find(workspace.Id, new(workspace.Hash64(KeyDomain.Item, id)));

    private static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

using System.Globalization;
using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Govern.Access;

/// <summary><c>/v1/keys</c>, <c>/v1/user-hash</c> and <c>/v1/workspaces</c>: makes, lists, rotates and revokes what opens a workspace. A secret is in the answer that made it, and nowhere else.</summary>
internal sealed class KeyEndpoints(SqliteWorkspaces workspaces, AccessOptions options, TimeProvider clock)
{

    /// <summary>The body cannot be understood.</summary>
    public static ProblemKind InvalidKey { get; } = new("invalid-key-request", 400, "Not a request about keys",
        "The detail says what is wrong: a member that there is none of, a role or scope that does not exist, more rights than you have yourself, a time that is over.");

    /// <summary>There is no such key.</summary>
    public static ProblemKind NoSuchKey { get; } = new("no-such-key", 404, "No such key", "The workspace has no key of this number, or it opens nothing any more.");

    /// <summary>There are too many.</summary>
    public static ProblemKind TooMany { get; } = new("too-many-keys", 409, "No room for another",
        "The workspace has as many keys, or the server as many workspaces, as it allows: see Govern:Access:KeysMax and Govern:Access:WorkspacesMax. Revoke keys that nobody uses.");

    /// <summary>The name is taken.</summary>
    public static ProblemKind NameTaken { get; } = new("workspace-exists", 409, "There is such a workspace", "Choose another name.");

    /// <summary>Nothing to prove with.</summary>
    public static ProblemKind NoUserSecret { get; } = new("no-user-secret", 409, "There is no secret to prove user ids with", "Make one first: POST /v1/user-hash.");

    /// <summary>All of them.</summary>
    public static ProblemKind[] Problems { get; } = [InvalidKey, NoSuchKey, TooMany, NameTaken, NoUserSecret];

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var keys = endpoints.MapGroup("/v1/keys").Requires(Permission.ManageKeys).WithTags("Access");
        keys.MapGet("", (RequestDelegate)List).WithSummary("Lists the workspace's keys, without the keys themselves");
        keys.MapPost("", (RequestDelegate)Create).WithSummary("Makes a key; it is shown this once");
        keys.MapPost("{id}/rotate", (RequestDelegate)Rotate).WithSummary("Makes a key in place of another, which goes on for a while");
        keys.MapDelete("{id}", (RequestDelegate)Revoke).WithSummary("Revokes a key: it opens nothing from the next request on");

        var users = endpoints.MapGroup("/v1/user-hash").Requires(Permission.ManageKeys).WithTags("Access");
        users.MapPost("", (RequestDelegate)RotateUserSecret).WithSummary("Draws the secret that user ids are proven with; it is shown this once");
        users.MapPut("", (RequestDelegate)DemandUserHash).WithSummary("Begins or ends to demand that user ids are proven");

        var all = endpoints.MapGroup("/v1/workspaces").Requires(Permission.ManageWorkspaces).WithTags("Access");
        all.MapGet("", (RequestDelegate)Workspaces).WithSummary("Lists the workspaces of the server");
        all.MapPost("", (RequestDelegate)CreateWorkspace).WithSummary("Makes a workspace with its first keys; they are shown this once");
    }

    private Task List(HttpContext context) => Answer(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in workspaces.Keys(context.Workspace().Id))
            KeyJson.Write(json, key, clock.GetUtcNow());
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private async Task Create(HttpContext context)
    {
        var (body, wrong) = await Read(context);
        var draft = body is null ? null : KeyDrafts.Read(body.Kind, body.Name, body.Role, body.Scopes, body.ExpiresAt, context.Workspace().Id, context.Caller().Permissions, clock.GetUtcNow(), out wrong);
        if (draft is null)
            await context.WriteProblem(InvalidKey, wrong);
        else if (workspaces.CreateKey(context.Workspace().Id, draft, options.KeysMax, context.Actor()) is { } made)
            await Made(context, made);
        else
            await context.WriteProblem(TooMany);
    }

    private async Task Rotate(HttpContext context)
    {
        var (body, wrong) = await Read(context);
        if (body is null || !KeyDrafts.TryOverlap(body.OverlapHours, out var overlap))
            await context.WriteProblem(InvalidKey, wrong ?? "overlapHours must be from 0 to 2160.");
        else if (Number(context) is { } id && Covers(context, id) && workspaces.RotateKey(context.Workspace().Id, id, overlap, context.Actor()) is { } made)
            await Made(context, made);
        else
            await context.WriteProblem(NoSuchKey);
    }

    private async Task Revoke(HttpContext context)
    {
        if (Number(context) is { } id && workspaces.RevokeKey(context.Workspace().Id, id, context.Actor()))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await context.WriteProblem(NoSuchKey);
    }

    private async Task RotateUserSecret(HttpContext context)
    {
        var (body, wrong) = await Read(context);
        if (body is null || !KeyDrafts.TryOverlap(body.OverlapHours, out var overlap))
        {
            await context.WriteProblem(InvalidKey, wrong ?? "overlapHours must be from 0 to 2160.");
            return;
        }

        var secret = workspaces.RotateUserSecret(context.Workspace().Id, overlap, context.Actor());
        await Answer(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("secret", secret);
            json.WriteBoolean("demanded", workspaces.ById(context.Workspace().Id)?.UserHash is not null);
            json.WriteEndObject();
        }, StatusCodes.Status201Created);
    }

    private async Task DemandUserHash(HttpContext context)
    {
        var (body, wrong) = await Read(context);
        if (body?.Demanded is not { } demanded)
            await context.WriteProblem(InvalidKey, wrong ?? "demanded must be true or false.");
        else if (!workspaces.DemandUserHash(context.Workspace().Id, demanded, context.Actor()))
            await context.WriteProblem(NoUserSecret);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task Workspaces(HttpContext context) => Answer(context, json => WorkspaceJson.Write(json, workspaces.All));

    private async Task CreateWorkspace(HttpContext context)
    {
        var (body, wrong) = await Read(context);
        if (body?.Name is not { } name || !SqliteWorkspaces.IsName(name))
            await context.WriteProblem(InvalidKey, wrong ?? "name must be 1 to 63 lower case letters, digits and dashes.");
        else if (workspaces.All.Count >= options.WorkspacesMax)
            await context.WriteProblem(TooMany);
        else if (workspaces.CreateWithKeys(name, context.Actor()) is not { } made)
            await context.WriteProblem(NameTaken);
        else
            await Answer(context, json => WorkspaceJson.Write(json, made), StatusCodes.Status201Created);
    }

    // Whoever may rotate a key gets a new one of the same rights: it must not be more than they have.
    private bool Covers(HttpContext context, long id) =>
        workspaces.Keys(context.Workspace().Id).FirstOrDefault(key => key.Id == id) is { } key
        && (key.Kind == KeyKind.Write || context.Caller().Permissions.Covers(key.Rights.Permissions));

    private static long? Number(HttpContext context) =>
        long.TryParse((string?)context.Request.RouteValues["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static async Task<(KeyRequest? Body, string? Wrong)> Read(HttpContext context)
    {
        var bytes = await context.ReadSmallBody();
        try
        {
            return (bytes.Length == 0 ? new KeyRequest() : JsonSerializer.Deserialize(bytes, KeyRequestJson.Default.KeyRequest), bytes.Length == 0 ? null : "The body must be a JSON object.");
        }
        catch (JsonException error)
        {
            return (null, error.Path is { Length: > 2 } path
                ? $"{path[2..]} is no member of such a request, is there twice, or has a wrong kind of value. Members are kind, name, role, scopes, expiresAt, overlapHours and demanded."
                : $"The body is not a JSON object: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
        }
    }

    private Task Made(HttpContext context, NewKey made) =>
        Answer(context, json => KeyJson.Write(json, made.Info, clock.GetUtcNow(), made.Key), StatusCodes.Status201Created);

    private static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

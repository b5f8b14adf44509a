using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.Identities;

/// <summary><c>GET /v1/profiles/{type}:{id}/identities</c>, <c>POST /v1/profiles/merge</c> and <c>/split</c>.</summary>
internal sealed class IdentityEndpoints(IPeople people, IdentityWrites writes, PeopleOptions options, TimeProvider clock)
{
    /// <summary>The body of a merge or a split makes no sense.</summary>
    public static ProblemKind InvalidMerge { get; } = new("invalid-merge", 400, "Not a merge or a split",
        "A merge is {\"from\":\"userId:OLD\",\"into\":\"userId:NEW\"}, of two different identifiers; a split is {\"profile\":\"anonymousId:ID\"}, with \"from\" to part it from one other identifier only, or with \"since\":\"2026-01-05T10:00:00Z\" (a time that has passed) to leave what came by it before then. Profiles are named TYPE:ID, where TYPE is anonymousId or userId.");

    /// <summary>There is nothing to take apart.</summary>
    public static ProblemKind NothingToSplit { get; } = new("nothing-to-split", 409, "Nothing to take apart",
        "The identifier is a person of its own already, or not of one person with the other. GET /v1/profiles/TYPE:ID/identities shows what it is linked to.");

    /// <summary>What came by the identifier cannot be divided any more.</summary>
    public static ProblemKind HistoryGone { get; } = new("history-gone", 409, "The history is not whole",
        "Retention has deleted some of what came by this identifier from the journal, so that it cannot be divided at a time. Without \"since\" the split takes all that came by it.");

    /// <summary>The journal could not take the merge or the split.</summary>
    public static ProblemKind NotWritten { get; } = new("identity-not-written", 503, "The change could not be written",
        "Nothing was changed. Try again after the seconds that Retry-After says.");

    private const int BodyBytesMax = 16_384;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var profiles = endpoints.MapGroup("/v1/profiles").Requires(Permission.ReadProfiles).WithTags("Profiles");
        profiles.MapGet("{profile}/identities", Identities).WithSummary("The identifiers of a person, and what was ever said about them");
        profiles.MapPost("merge", Merge).Requires(Permission.WriteProfiles).WithSummary("Make two identifiers one person");
        profiles.MapPost("split", Split).Requires(Permission.WriteProfiles).WithSummary("Take an identifier, with what came by it, out of its person");
    }

    private async Task Identities(HttpContext context, string profile)
    {
        if (!ProfileName.TryParse(profile, out var name))
            await context.WriteProblem(ProfileEndpoints.InvalidProfile);
        else if ((await people.Read(context.Workspace().Id, name.Route(people, context.Workspace()), context.RequestAborted)).Events == 0)
            await context.WriteProblem(ProfileEndpoints.NoSuchProfile);
        else
            await Answer(context, name);
    }

    private async Task Merge(HttpContext context)
    {
        var workspace = context.Workspace();
        if (await Body(context) is not { } body || !Named(body, "from", out var from) || !Named(body, "into", out var into) || from == into)
        {
            await context.WriteProblem(InvalidMerge);
            return;
        }

        // A device leads to a user, whichever was named first.
        if (from.Type == IdentifierType.UserId && into.Type == IdentifierType.AnonymousId)
            (from, into) = (into, from);
        await context.Audit("profiles.merge", AuditedAs(into, workspace), after: AuditValue.Of(json => json.WriteString("from", AuditedAs(from, workspace))));
        var (one, other) = (await TreeOf(from, context), await TreeOf(into, context));
        if (await Written(context, await writes.Merge(workspace.Id, EndOf(from, workspace), one, EndOf(into, workspace), other)))
            await Answer(context, into);
    }

    private async Task Split(HttpContext context)
    {
        var workspace = context.Workspace();
        var from = default(ProfileName);
        long? sinceMs = null;
        if (await Body(context) is not { } body || !Named(body, "profile", out var name) || (body.TryGetProperty("from", out _) && !Named(body, "from", out from))
            || (body.TryGetProperty("since", out var since) && (from.Id is not null || (sinceMs = Past(since)) is null)))
        {
            await context.WriteProblem(InvalidMerge);
            return;
        }

        var tree = await TreeOf(name, context);
        var key = EndOf(name, workspace).Key;
        var outcome = sinceMs is null ? await writes.Split(workspace.Id, tree, key, from.Id is null ? default : EndOf(from, workspace).Key) : null;
        if (sinceMs is { } back && await writes.SplitSince(workspace.Id, tree, key, back) is { } split)
        {
            if (!split.IsWhole)
            {
                await context.WriteProblem(HistoryGone);
                return;
            }

            outcome = split.Outcome;
        }

        if (outcome is null)
            await context.WriteProblem(NothingToSplit);
        else if (await Written(context, outcome.Value))
        {
            await context.Audit("profiles.split", AuditedAs(name, workspace));
            await Answer(context, name);
        }
    }

    private ValueTask<IdentityTree> TreeOf(ProfileName name, HttpContext context) =>
        people.Identities(context.Workspace().Id, name.Route(people, context.Workspace()), context.RequestAborted);

    private static string AuditedAs(ProfileName name, Workspace workspace) => AuditTarget.Person(workspace, name.Type, name.Id);

    private End EndOf(ProfileName name, Workspace workspace) =>
        new(name.Type == IdentifierType.UserId ? KeyDomain.UserId : KeyDomain.AnonymousId, name.Route(people, workspace).Key);

    private async Task Answer(HttpContext context, ProfileName name)
    {
        var tree = await TreeOf(name, context);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            new IdentityJson(context.Workspace(), tree, options).Write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task<bool> Written(HttpContext context, AppendOutcome outcome)
    {
        if (outcome == AppendOutcome.Committed)
            return true;
        context.Response.Headers.RetryAfter = "1";
        await context.WriteProblem(NotWritten with { Status = outcome == AppendOutcome.Overloaded ? 429 : 503 });
        return false;
    }

    private static bool Named(JsonElement body, string member, out ProfileName name)
    {
        name = default;
        return body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && ProfileName.TryParse(value.GetString(), out name);
    }

    // A time that has passed, or null.
    private long? Past(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time.ToUnixTimeMilliseconds() > 0 && time <= clock.GetUtcNow() ? time.ToUnixTimeMilliseconds() : null;

    private static async Task<JsonElement?> Body(HttpContext context)
    {
        var read = await context.Request.BodyReader.ReadAtLeastAsync(BodyBytesMax + 1, context.RequestAborted);
        try
        {
            if (read.Buffer.Length > BodyBytesMax)
                return null;
            using var document = JsonDocument.Parse(read.Buffer, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }
}

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
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary><c>/v1/identities/proposals</c>: what record linkage finds, what somebody says of it, and its runs.</summary>
internal sealed class ProposalEndpoints(ProposalReading reading, ProposalStore store, ProposalVerdicts verdicts, LinkageRuns runs, IOptions<PeopleOptions> people)
{
    /// <summary>There is no such proposal.</summary>
    public static ProblemKind NoSuchProposal { get; } = new("no-such-proposal", 404, "No such proposal",
        "No run has found it lately. GET /v1/identities/proposals lists those there are.");

    /// <summary>The request makes no sense.</summary>
    public static ProblemKind Invalid { get; } = new("invalid-proposal-request", 400, "Not a request about proposals",
        "state is open, probable, accepted or rejected; confidenceMin a number from 0 to 1; limit a whole number from 1 to 100; the cursor that of the page before. A verdict is {\"verdict\":\"accept\"} or {\"verdict\":\"reject\"}.");

    /// <summary>It has been accepted already.</summary>
    public static ProblemKind AlreadyOne { get; } = new("proposal-accepted", 409, "The two are one person already",
        "Somebody accepted the proposal, or something else made the two one person. POST /v1/profiles/split takes them apart.");

    /// <summary>A run is under way.</summary>
    public static ProblemKind Busy { get; } = new("linkage-running", 409, "Record linkage is running",
        "The server does one run at a time. GET /v1/identities/proposals/run says how far yours is; if it is not yours, try again later.");

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/identities/proposals").WithTags("Profiles");
        group.MapGet("", List).Requires(Permission.ReadProfiles).WithSummary("Who may be one person, the surest first, and why");
        group.MapPost("{id}", Judge).Requires(Permission.WriteProfiles).WithSummary("Accept or reject a proposal");
        group.MapPost("run", Run).Requires(Permission.WriteProfiles).WithSummary("Begin a run of record linkage");
        group.MapGet("run", Progress).Requires(Permission.ReadProfiles).WithSummary("How far the latest run is, or what came of it");
        group.MapDelete("run", Cancel).Requires(Permission.WriteProfiles).WithSummary("End the workspace's run");
    }

    private async Task List(HttpContext context)
    {
        var query = context.Request.Query;
        var (limit, least, after, state) = (50, 0.0, (Confidence: int.MaxValue, Id: ""), (ProposalState?)null);
        if ((query["limit"] is [{ } sent] && (!int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 100))
            || (query["confidenceMin"] is [{ } min] && (!double.TryParse(min, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out least) || least is not (>= 0 and <= 1)))
            || (query["state"] is [{ } named] && !TryParse(named, out state))
            || (query["cursor"] is [{ } cursor] && !TryParse(cursor, out after)))
        {
            await context.WriteProblem(Invalid);
            return;
        }

        var page = await reading.After(context.Workspace().Id, after, state, (int)Math.Ceiling(least * LinkLikelihood.Whole), limit, context.RequestAborted);
        await Answer(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("proposals");
            foreach (var standing in page.Shown)
                ProposalJson.Write(json, standing, context.Workspace(), people.Value);
            json.WriteEndArray();
            if (page.Last is { } last)
                json.WriteString("nextCursor", string.Create(CultureInfo.InvariantCulture, $"{last.Confidence}-{last.Id}"));
            json.WriteEndObject();
        });
    }

    private async Task Judge(HttpContext context, string id)
    {
        var workspace = context.Workspace();
        if (await Verdict(context) is not { } accepts)
        {
            await context.WriteProblem(Invalid);
            return;
        }

        if (await Task.Run(() => store.Find(workspace.Id, id), context.RequestAborted) is not { } proposal)
        {
            await context.WriteProblem(NoSuchProposal);
            return;
        }

        var standing = await reading.Of(workspace.Id, proposal, context.RequestAborted);
        if (standing.State == ProposalState.Accepted)
        {
            await context.WriteProblem(AlreadyOne);
            return;
        }

        if (standing.State != ProposalState.Rejected || accepts)
        {
            await context.Audit(accepts ? "profiles.merge" : "proposals.reject", AuditTarget.Of("proposal", id),
                before: AuditValue.Of(json => json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(standing.State.ToString()))));
            var outcome = accepts ? await verdicts.Accept(workspace.Id, standing, context.RequestAborted) : await verdicts.Reject(workspace.Id, standing);
            if (outcome != AppendOutcome.Committed)
            {
                context.Response.Headers.RetryAfter = "1";
                await context.WriteProblem(IdentityEndpoints.NotWritten with { Status = outcome == AppendOutcome.Overloaded ? 429 : 503 });
                return;
            }
        }

        standing = await reading.Of(workspace.Id, proposal, context.RequestAborted);
        await Answer(context, json => ProposalJson.Write(json, standing, workspace, people.Value));
    }

    private async Task Run(HttpContext context)
    {
        var target = AuditTarget.Of("workspace", context.Workspace().Name);
        await context.Audit("proposals.run", target);
        if (!runs.TryStart(context.Workspace()))
        {
            await context.Audit("proposals.run.failed", target);
            await context.WriteProblem(Busy);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = "/v1/identities/proposals/run";
        await Progress(context);
    }

    private Task Progress(HttpContext context) => Answer(context, json => ProposalJson.Write(json, runs.Latest(context.Workspace().Id)));

    private async Task Cancel(HttpContext context)
    {
        await context.Audit("proposals.cancel", AuditTarget.Of("workspace", context.Workspace().Name));
        if (runs.Latest(context.Workspace().Id) is { Progress.State: "running" })
            await runs.Cancel(context.RequestAborted);
        await Progress(context);
    }

    private static async Task<bool?> Verdict(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = 4 }, context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("verdict", out var verdict) && verdict.ValueKind == JsonValueKind.String
                ? verdict.GetString() switch { "accept" => true, "reject" => false, _ => null }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryParse(string text, out ProposalState? state)
    {
        state = Enum.TryParse<ProposalState>(text, ignoreCase: true, out var known) && !int.TryParse(text, out _) ? known : null;
        return state is not null;
    }

    private static bool TryParse(string cursor, out (int Confidence, string Id) after)
    {
        var dash = cursor.IndexOf('-', StringComparison.Ordinal);
        after = (0, dash < 0 ? "" : cursor[(dash + 1)..]);
        return dash > 0 && after.Id.Length == 32 && int.TryParse(cursor.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out after.Confidence);
    }

    private static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Purposes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.People;

/// <summary><c>PUT|GET /v1/profiles/{type}:{id}/consent</c>: what somebody allows, and how that came about.</summary>
internal sealed class ConsentEndpoints(IPeople people, PastReading past, PurposePolicies policies, IJournal journal, Shards.ShardSettings settings)
{
    private const int HistoryMax = 500;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var profiles = endpoints.MapGroup("/v1/profiles").Requires(Permission.ReadProfiles).WithTags("Profiles");
        profiles.MapGet("{profile}/consent", Get).WithSummary("What a person allows, with the history of it");
        profiles.MapPut("{profile}/consent", Put).Requires(Permission.WriteConsent).WithSummary("Says what a person allows, from the next decision on");
    }

    private async Task Get(HttpContext context, string profile, int? limit, string? cursor, string? asOf, string? fields)
    {
        if (!HistoryCursor.TryParse(cursor, out var before))
            await context.WriteProblem(ProfileEndpoints.InvalidCursor);
        else if (!ProfileName.TryParse(profile, out var name))
            await context.WriteProblem(ProfileEndpoints.InvalidProfile);
        else if (await ReadingEndpoints.Of(context, asOf, fields, PersonFields.Consent) is { } reading)
            await Answer(context, name, reading, before, Math.Clamp(limit ?? 50, 1, HistoryMax));
    }

    private async Task Put(HttpContext context, string profile)
    {
        if (!ProfileName.TryParse(profile, out var name))
            await context.WriteProblem(ProfileEndpoints.InvalidProfile);
        else if (await WordEndpoints.Read(context, policies.Standard, preferences: false) is { } words
            && await Stored(context, name, words))
            await Answer(context, name, new ReadingEndpoints.Reading(null, FieldChoice.All), new HistoryCursor(), 1);
    }

    // The audit entry goes first: a crash between the two leaves a choice that was told and not stored, never one that was not told.
    private async Task<bool> Stored(HttpContext context, ProfileName name, PersonWords words)
    {
        var target = AuditTarget.Person(context.Workspace(), name.Type, name.Id);
        var before = await Read(context, name);
        await context.Audit("profiles.consent", target, AuditValue.Of(json => WriteBefore(json, words.Stated, before?.Consent ?? [])), AuditValue.Of(json => Write(json, words.Stated)));
        if (await WordEndpoints.Store(context, name, words, policies.Standard, "api"))
            return true;
        await context.Audit("profiles.consent.failed", target);
        return false;
    }

    private async Task Answer(HttpContext context, ProfileName name, ReadingEndpoints.Reading reading, HistoryCursor before, int limit)
    {
        var (workspace, cancel) = (context.Workspace(), context.RequestAborted);
        var visitor = name.Route(people, workspace);
        var at = past.At(workspace.Id, reading.AsOfMs, cancel);
        if ((await new PurposeReading(at).Read(workspace.Id, visitor, cancel)).For(PurposeUse.OwnRequest).Value is not { Events: > 0 } person)
        {
            await context.WriteProblem(ProfileEndpoints.NoSuchProfile);
            return;
        }

        var tree = await at.Identities(workspace.Id, visitor, cancel);
        var page = await Task.Run(() => new ConsentHistory(journal, workspace, tree, limit, settings.Shards.RepeatWindow, reading.AsOfMs).Before(before), cancel); // Reads files.
        await WordEndpoints.Answer(context, json =>
        {
            ConsentJson.WritePurposes(json, person, policies);
            json.WriteStartArray("history");
            foreach (var statement in page.Statements)
                statement.Write(json);
            json.WriteEndArray();
            json.WriteString("nextCursor", page.NextCursor);
        }, reading.Fields);
    }

    private void Write(Utf8JsonWriter json, StatedConsent stated)
    {
        foreach (var purpose in policies.Standard.All)
        {
            var bit = PurposePolicy.Bit(purpose.Index);
            if (((stated.Granted | stated.Refused) & bit) != 0)
                json.WriteBoolean(purpose.Name, (stated.Refused & bit) == 0);
        }
    }

    // The last word on each purpose that is spoken of now; null where there was none.
    private void WriteBefore(Utf8JsonWriter json, StatedConsent stated, ConsentStatement[] consent)
    {
        foreach (var purpose in policies.Standard.All.Where(purpose => ((stated.Granted | stated.Refused) & PurposePolicy.Bit(purpose.Index)) != 0))
        {
            var last = consent.Where(said => ConsentCheck.IndexOf(policies.Standard, said.Purpose) == purpose.Index).OrderBy(static said => (said.AtMs, !said.Granted)).ToList();
            if (last.Count == 0)
                json.WriteNull(purpose.Name);
            else
                json.WriteBoolean(purpose.Name, last[^1].Granted);
        }
    }

    // A person's own choices are theirs to see and to change: no purpose has to allow it.
    private async ValueTask<PersonSnapshot?> Read(HttpContext context, ProfileName name)
    {
        var workspace = context.Workspace();
        return (await new PurposeReading(people).Read(workspace.Id, name.Route(people, workspace), context.RequestAborted)).For(PurposeUse.OwnRequest).Value;
    }
}

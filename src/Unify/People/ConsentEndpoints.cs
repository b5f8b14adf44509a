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
internal sealed class ConsentEndpoints(PurposeReading sealedPeople, IPeople identities, PurposePolicies policies, IJournal journal, Shards.ShardSettings settings)
{
    private const int HistoryMax = 500;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var profiles = endpoints.MapGroup("/v1/profiles").Requires(Permission.ReadProfiles).WithTags("Profiles");
        profiles.MapGet("{profile}/consent", Get).WithSummary("What a person allows, with the history of it");
        profiles.MapPut("{profile}/consent", Put).Requires(Permission.WriteConsent).WithSummary("Says what a person allows, from the next decision on");
    }

    private async Task Get(HttpContext context, string profile, int? limit, string? cursor)
    {
        var before = EventCursor.Newest;
        if (cursor is not null && !EventCursor.TryParse(cursor, out before))
            await context.WriteProblem(ProfileEndpoints.InvalidCursor);
        else if (!ProfileName.TryParse(profile, out var name))
            await context.WriteProblem(ProfileEndpoints.InvalidProfile);
        else if (await Read(context, name) is not { Events: > 0 } person)
            await context.WriteProblem(ProfileEndpoints.NoSuchProfile);
        else
            await Answer(context, name, person, before, Math.Clamp(limit ?? 50, 1, HistoryMax));
    }

    private async Task Put(HttpContext context, string profile)
    {
        if (!ProfileName.TryParse(profile, out var name))
            await context.WriteProblem(ProfileEndpoints.InvalidProfile);
        else if (await WordEndpoints.Read(context, policies.Standard, preferences: false) is { } words
            && await WordEndpoints.Store(context, name, words, policies.Standard, "api")
            && await Read(context, name) is { } person)
        {
            await context.Audit("profiles.consent", AuditTarget.Person(context.Workspace(), name.Type, name.Id), after: AuditValue.Of(json => Write(json, words.Stated)));
            await Answer(context, name, person, EventCursor.Newest, 1);
        }
    }

    private async Task Answer(HttpContext context, ProfileName name, PersonSnapshot person, EventCursor before, int limit)
    {
        var workspace = context.Workspace();
        var tree = await identities.Identities(workspace.Id, name.Route(sealedPeople, workspace), context.RequestAborted);
        var page = await Task.Run(() => new ConsentHistory(journal, workspace, tree, limit, settings.Shards.RepeatWindow).Before(before), context.RequestAborted); // Reads files.
        await WordEndpoints.Answer(context, json =>
        {
            ConsentJson.WritePurposes(json, person, policies);
            json.WriteStartArray("history");
            foreach (var statement in page.Statements)
                statement.Write(json);
            json.WriteEndArray();
            json.WriteString("nextCursor", page.NextCursor);
        });
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

    // A person's own choices are theirs to see and to change: no purpose has to allow it.
    private async ValueTask<PersonSnapshot?> Read(HttpContext context, ProfileName name)
    {
        var workspace = context.Workspace();
        return (await sealedPeople.Read(workspace.Id, name.Route(sealedPeople, workspace), context.RequestAborted)).For(PurposeUse.OwnRequest).Value;
    }
}

using System.Buffers;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Unify.Exports;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Items;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Unify.People;

/// <summary><c>GET /v1/profiles/{type}:{id}</c>, its <c>/events</c> and <c>/sessions</c>: what is known of one person, for people to read.</summary>
internal sealed class ProfileEndpoints(
    IPeople people, IErasureTargets targets, PastReading past, ICatalogue catalogue, CatalogueFollower follower, IJournal journal, ShardSettings settings, TimeProvider clock)
{
    private const int EventsMax = 500;

    /// <summary>Nobody is known by that identifier.</summary>
    public static ProblemKind NoSuchProfile { get; } = new("no-such-profile", 404, "Nobody is known by this identifier",
        "No event of this workspace has borne the identifier, or its person was erased. Profiles are named TYPE:ID, where TYPE is anonymousId or userId.");

    /// <summary>The profile's name makes no sense.</summary>
    public static ProblemKind InvalidProfile { get; } = new("invalid-profile-name", 400, "Not the name of a profile",
        "A profile is named TYPE:ID, where TYPE is anonymousId or userId: /v1/profiles/userId:42.");

    /// <summary>The cursor is not one that this server gave.</summary>
    public static ProblemKind InvalidCursor { get; } = new("invalid-cursor", 400, "Not a cursor",
        "Send the nextCursor of the page before as it is, or none for the first page.");

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var profiles = endpoints.MapGroup("/v1/profiles").Requires(Permission.ReadProfiles).WithTags("Profiles");
        profiles.MapGet("{profile}", Profile).WithSummary("What is known of a person");
        profiles.MapGet("{profile}/sessions", Sessions).WithSummary("A person's sessions, latest first");
        profiles.MapGet("{profile}/export", Export).Requires(Permission.ExportProfiles).WithSummary("All that is held of a person, with where it is kept and what for");
        profiles.MapGet("{profile}/events", Events).WithSummary("A person's events from the journal, newest first");
    }

    private async Task Profile(HttpContext context, string profile, string? asOf, string? fields)
    {
        if (await ReadingEndpoints.Of(context, asOf, fields, PersonFields.Profile) is not { } reading || await FindWithItems(context, profile, reading.AsOfMs) is not { } person)
            return;
        var tree = person.HasProbable && ProfileName.TryParse(profile, out var name)
            ? await people.Identities(context.Workspace().Id, name.Route(people, context.Workspace()), context.RequestAborted) : new IdentityTree(person.Key, [], IsCut: false);
        await Answer(context, json => reading.Fields.Write(json, whole =>
            new ProfileJson(catalogue, whole, person, StandingOf(person, reading.AsOfMs)).Profile(new IdentityJson(context.Workspace(), tree, settings.People).Probable)));
    }

    private async Task Sessions(HttpContext context, string profile, string? asOf, string? fields)
    {
        if (await ReadingEndpoints.Of(context, asOf, fields, PersonFields.Session) is { } reading && await FindWithItems(context, profile, reading.AsOfMs) is { } person)
            await Answer(context, json => new ProfileJson(catalogue, json, person, StandingOf(person, reading.AsOfMs)).Sessions(reading.Fields));
    }

    // What an erasure would remove is what is shown: also of somebody who is in quarantine or in the archive alone.
    private async Task Export(HttpContext context, string profile)
    {
        if (await Route(context, profile) is not { } visitor || !ProfileName.TryParse(profile, out var name)
            || await targets.KeysOf(context.Workspace(), name.Type, name.Id, context.RequestAborted) is not { } target)
            return;
        await context.Audit("profiles.export", AuditTarget.Person(context.Workspace(), name.Type, name.Id));
        var person = Now(await people.Read(context.Workspace().Id, visitor, context.RequestAborted));
        // Of somebody without a profile there is little, or nothing at all, and that is known only at the end.
        var kept = person.Events > 0 ? null : new ArrayBufferWriter<byte>();
        if (kept is null)
            Attach(context);
        await using (var json = new Utf8JsonWriter(kept ?? (IBufferWriter<byte>)context.Response.BodyWriter))
        {
            var items = await WriteExport(json, name, person, context, target, async () =>
            {
                await json.FlushAsync(context.RequestAborted);
                if (kept is null)
                    await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            });
            if (kept is not null && items == 0)
            {
                await context.WriteProblem(NoSuchProfile);
                return;
            }
        }

        if (kept is not null)
        {
            Attach(context);
            await context.Response.BodyWriter.WriteAsync(kept.WrittenMemory, context.RequestAborted);
        }
    }

    private async Task<int> WriteExport(Utf8JsonWriter json, ProfileName name, PersonSnapshot person, HttpContext context, ErasureTarget target, Func<Task> flush)
    {
        json.WriteStartObject();
        json.WriteString("exportedFor", name.ToString());
        if (person.Events > 0)
        {
            json.WritePropertyName("profile");
            new ProfileJson(catalogue, json, person, StandingOf(person)).Profile();
            json.WritePropertyName("sessions");
            new ProfileJson(catalogue, json, person, StandingOf(person)).Sessions();
        }
        else
        {
            json.WriteNull("profile");
            json.WriteNull("sessions");
        }

        var items = await context.RequestServices.GetRequiredService<PersonExport>().Write(json, context.Workspace(), target, flush, context.RequestAborted);
        json.WriteEndObject();
        return items;
    }

    private static void Attach(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"export.json\"";
    }

    private async Task Events(HttpContext context, string profile, int? limit, string? cursor, string? asOf, string? fields)
    {
        if (!HistoryCursor.TryParse(cursor, out var before))
        {
            await context.WriteProblem(InvalidCursor);
            return;
        }

        if (await ReadingEndpoints.Of(context, asOf, fields, PersonFields.Event) is not { } reading || await Route(context, profile) is not { } visitor)
            return;
        var (workspace, cancel) = (context.Workspace(), context.RequestAborted);
        var tree = await past.At(workspace.Id, reading.AsOfMs, cancel).Identities(workspace.Id, visitor, cancel);
        var history = new EventHistory(journal, workspace, tree, Math.Clamp(limit ?? 50, 1, EventsMax), reading.AsOfMs);
        var page = await Task.Run(() => history.Before(before), cancel); // Reads files.
        if (page.Events.Count > 0 || tree.IsKnown(workspace.Id, settings))
            await Answer(context, json => page.Write(json, reading.Fields));
        else
            await context.WriteProblem(NoSuchProfile);
    }

    // Items are shown by their ids, and these the catalogue must have seen too.
    private async Task<PersonSnapshot?> FindWithItems(HttpContext context, string profile, long? asOfMs)
    {
        if (await Route(context, profile) is not { } visitor || await Known(context, visitor, asOfMs) is not { } person)
            return null;
        foreach (var partition in person.Parts.Append(visitor.Key).Select(key => key.Partition(journal.Partitions)).Distinct())
            await follower.WhenApplied(partition, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return person;
    }

    private async Task<VisitorKeys?> Route(HttpContext context, string profile)
    {
        if (ProfileName.TryParse(profile, out var name))
            return name.Route(people, context.Workspace());
        await context.WriteProblem(InvalidProfile);
        return null;
    }

    private async Task<PersonSnapshot?> Known(HttpContext context, VisitorKeys visitor, long? asOfMs)
    {
        var person = await past.At(context.Workspace().Id, asOfMs, context.RequestAborted).Read(context.Workspace().Id, visitor, context.RequestAborted);
        if (person.Events > 0)
            return Now(person, asOfMs);
        await context.WriteProblem(NoSuchProfile);
        return null;
    }

    // As it weighs at the time of reading.
    private PersonSnapshot Now(PersonSnapshot person, long? asOfMs = null) => person.FadedTo(asOfMs ?? clock.GetUtcNow().ToUnixTimeMilliseconds(), settings.People);

    private Standing StandingOf(PersonSnapshot person, long? asOfMs = null) => Standing.Of(person, asOfMs ?? clock.GetUtcNow().ToUnixTimeMilliseconds(), settings.People);

    private static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

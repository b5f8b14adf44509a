using System.Buffers;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Microsoft.Extensions.DependencyInjection;
using Kairos.Unify.Exports;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.People;

/// <summary><c>GET /v1/profiles/{type}:{id}</c>, its <c>/events</c> and <c>/sessions</c>: what is known of one person, for people to read.</summary>
internal sealed class ProfileEndpoints(IPeople people, IErasureTargets targets, IServiceProvider services, ICatalogue catalogue, CatalogueFollower follower, IJournal journal, ShardSettings settings,
    TimeProvider clock)
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

    /// <summary>The time of a reading makes no sense.</summary>
    public static ProblemKind InvalidAsOf { get; } = new("invalid-as-of", 400, "Not a time",
        "asOf is a time of ISO 8601, such as 2026-01-05T10:00:00Z. A + in a query is written %2B.");

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
        long? asOfMs = null;
        if (asOf is not null)
        {
            if (!AsOfTime.TryRead(asOf, out var time, out var wrong))
            {
                await context.WriteProblem(InvalidAsOf, wrong);
                return;
            }

            asOfMs = time;
        }

        if (await FindWithItems(context, profile, asOfMs) is { } person)
            await Answer(context, json => Chosen(json, fields, whole => new ProfileJson(catalogue, whole, person, StandingOf(person, asOfMs)).Profile()));
    }

    // All members, or those that were asked for.
    private static void Chosen(Utf8JsonWriter json, string? fields, Action<Utf8JsonWriter> write)
    {
        if (string.IsNullOrWhiteSpace(fields))
        {
            write(json);
            return;
        }

        var whole = new ArrayBufferWriter<byte>();
        using (var all = new Utf8JsonWriter(whole))
            write(all);
        using var document = JsonDocument.Parse(whole.WrittenMemory);
        var wanted = fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject().Where(member => wanted.Contains(member.Name)))
            member.WriteTo(json);
        json.WriteEndObject();
    }

    private async Task Sessions(HttpContext context, string profile)
    {
        if (await FindWithItems(context, profile) is { } person)
            await Answer(context, json => new ProfileJson(catalogue, json, person, StandingOf(person)).Sessions());
    }

    // What an erasure would remove is what is shown: also of somebody who is in quarantine or in the archive alone.
    private async Task Export(HttpContext context, string profile)
    {
        if (await Route(context, profile) is not { } visitor || !ProfileName.TryParse(profile, out var name)
            || await targets.KeysOf(context.Workspace(), name.Type, name.Id, context.RequestAborted) is not { } target)
            return;
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

        var items = await services.GetRequiredService<PersonExport>().Write(json, context.Workspace(), target, flush, context.RequestAborted);
        json.WriteEndObject();
        return items;
    }

    private static void Attach(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"export.json\"";
    }

    private async Task Events(HttpContext context, string profile, int? limit, string? cursor)
    {
        if (!HistoryCursor.TryParse(cursor, out var before))
        {
            await context.WriteProblem(InvalidCursor);
            return;
        }

        if (await Route(context, profile) is not { } visitor || await Known(context, visitor) is null)
            return;
        var tree = await people.Identities(context.Workspace().Id, visitor, context.RequestAborted);
        var history = new EventHistory(journal, context.Workspace(), tree, Math.Clamp(limit ?? 50, 1, EventsMax));
        var page = await Task.Run(() => history.Before(before), context.RequestAborted); // Reads files.
        await Answer(context, page.Write);
    }

    // Items are shown by their ids, and these the catalogue must have seen too.
    private async Task<PersonSnapshot?> FindWithItems(HttpContext context, string profile, long? asOfMs = null)
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

    private async Task<PersonSnapshot?> Known(HttpContext context, VisitorKeys visitor, long? asOfMs = null)
    {
        var person = asOfMs is { } time
            ? await services.GetRequiredService<PastReading>().Read(context.Workspace().Id, visitor, time, context.RequestAborted)
            : await people.Read(context.Workspace().Id, visitor, context.RequestAborted);
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

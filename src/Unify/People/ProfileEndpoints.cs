using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.People;

/// <summary><c>GET /v1/profiles/{type}:{id}</c>, its <c>/events</c> and <c>/sessions</c>: what is known of one person, for people to read.</summary>
internal sealed class ProfileEndpoints(IPeople people, ICatalogue catalogue, CatalogueFollower follower, IJournal journal, ShardSettings settings, TimeProvider clock)
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
        var profiles = endpoints.MapGroup("/v1/profiles").RequireSecretKey().WithTags("Profiles");
        profiles.MapGet("{profile}", Profile).WithSummary("What is known of a person");
        profiles.MapGet("{profile}/sessions", Sessions).WithSummary("A person's sessions, latest first");
        profiles.MapGet("{profile}/events", Events).WithSummary("A person's events from the journal, newest first");
    }

    private async Task Profile(HttpContext context, string profile)
    {
        if (await FindWithItems(context, profile) is { } person)
            await Answer(context, json => new ProfileJson(catalogue, json, person, StandingOf(person)).Profile());
    }

    private async Task Sessions(HttpContext context, string profile)
    {
        if (await FindWithItems(context, profile) is { } person)
            await Answer(context, json => new ProfileJson(catalogue, json, person, StandingOf(person)).Sessions());
    }

    private async Task Events(HttpContext context, string profile, int? limit, string? cursor)
    {
        var before = EventCursor.Newest;
        if (cursor is not null && !EventCursor.TryParse(cursor, out before))
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
    private async Task<PersonSnapshot?> FindWithItems(HttpContext context, string profile)
    {
        if (await Route(context, profile) is not { } visitor || await Known(context, visitor) is not { } person)
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

    private async Task<PersonSnapshot?> Known(HttpContext context, VisitorKeys visitor)
    {
        var person = await people.Read(context.Workspace().Id, visitor, context.RequestAborted);
        if (person.Events > 0)
            return person;
        await context.WriteProblem(NoSuchProfile);
        return null;
    }

    private Standing StandingOf(PersonSnapshot person) => Standing.Of(person, clock.GetUtcNow().ToUnixTimeMilliseconds(), settings.People);

    private static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

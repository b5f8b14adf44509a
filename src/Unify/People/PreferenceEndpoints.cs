using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Purposes;
using Kairos.Unify.Items;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.People;

/// <summary><c>GET|PUT /v1/preferences</c>: the preference centre of a site, for a visitor's own browser.</summary>
/// <remarks>
/// A write key is public, so it opens only what was said by the anonymous id that is sent, which nobody else knows: nothing of the user whom an event may
/// have named beside it. A user id can be guessed: it needs a secret key, or its proof. See <c>docs/privacy.md</c> for what that leaves open.
/// </remarks>
internal sealed class PreferenceEndpoints(
    PurposeReading people, IPeople identities, PurposePolicies policies, ICatalogue catalogue, CatalogueFollower follower, IJournal journal, Shards.ShardSettings settings, TimeProvider clock)
{
    /// <summary>A write key came with a user id.</summary>
    public static ProblemKind OwnIdOnly { get; } = new("preferences-need-anonymous-id", 403, "A write key acts for an anonymous id only",
        "A write key is public: with it, send the anonymousId of the visitor's own browser and no userId, or the userId with its userHash. A server with a secret key may send either.");

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        const string Path = "/v1/preferences";
        endpoints.OpenToPages(Path,
            endpoints.MapGet(Path, Get).WithTags("Profiles").WithSummary("What a visitor allows and wants").Requires(Permission.Decide),
            endpoints.MapPut(Path, Put).WithTags("Profiles").WithSummary("Says what a visitor allows and wants, from the next decision on").Requires(Permission.Decide));
    }

    /// <summary>Whose preferences a call is about.</summary>
    /// <param name="Name">By which identifier.</param>
    /// <param name="Whole">Whether it may see the whole person; else only what came by the identifier itself.</param>
    private readonly record struct Subject(ProfileName Name, bool Whole);

    private async Task Get(HttpContext context, string? anonymousId, string? userId, string? userHash)
    {
        if (await Find(context, anonymousId, userId, userHash, Permission.ReadProfiles) is { } subject)
            await Answer(context, subject);
    }

    private async Task Put(HttpContext context)
    {
        if (await WordEndpoints.Read(context, policies.Standard, preferences: true) is { } words
            && await Find(context, words.AnonymousId, words.UserId, words.UserHash, Permission.WriteConsent) is { } subject
            && await WordEndpoints.Store(context, subject.Name, words, policies.Standard, "preferences"))
            await Answer(context, subject);
    }

    private async Task<Subject?> Find(HttpContext context, string? anonymousId, string? userId, string? userHash, Permission need)
    {
        var trusted = context.Caller().Permissions.Has(need);
        var proven = !string.IsNullOrWhiteSpace(userId) && userHash is not null && context.Workspace().UserHash is { } demand
            && demand.Allows(userId, userHash, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (!string.IsNullOrWhiteSpace(userId) && !trusted && !proven)
        {
            await context.WriteProblem(OwnIdOnly);
            return null;
        }

        if (!string.IsNullOrWhiteSpace(anonymousId) && !proven)
            return new Subject(new ProfileName(IdentifierType.AnonymousId, anonymousId), trusted);
        if (!string.IsNullOrWhiteSpace(userId))
            return new Subject(new ProfileName(IdentifierType.UserId, userId), Whole: true);
        await context.WriteProblem(WordEndpoints.Invalid, "anonymousId is missing.");
        return null;
    }

    // Somebody unknown gets what counts for everybody, so that the answer does not tell who is known.
    private async Task Answer(HttpContext context, Subject subject)
    {
        var workspace = context.Workspace();
        var visitor = subject.Name.Route(people, workspace);
        var person = subject.Whole
            ? (await people.Read(workspace.Id, visitor, context.RequestAborted)).For(PurposeUse.OwnRequest).Value
            : OwnWords.Of(await identities.Node(workspace.Id, visitor.Key), workspace.Id, settings.People);
        await follower.WhenApplied(visitor.Key.Partition(journal.Partitions), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WordEndpoints.Answer(context, json =>
        {
            ConsentJson.WritePurposes(json, person, policies);
            ConsentJson.WriteInterests(json, person, catalogue, workspace.Id);
        });
    }
}

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
/// A write key is public, so it opens only the visitor whose anonymous id is sent, which nobody else knows; a user id can be guessed and
/// needs a secret key. See <c>docs/privacy.md</c> for what that leaves open.
/// </remarks>
internal sealed class PreferenceEndpoints(
    PurposeReading people, PurposePolicies policies, ICatalogue catalogue, CatalogueFollower follower, IJournal journal)
{
    /// <summary>A write key came with a user id.</summary>
    public static ProblemKind OwnIdOnly { get; } = new("preferences-need-anonymous-id", 403, "A write key acts for an anonymous id only",
        "A write key is public: with it, send the anonymousId of the visitor's own browser and no userId. A server with a secret key may send either.");

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        const string Path = "/v1/preferences";
        endpoints.OpenToPages(Path,
            endpoints.MapGet(Path, Get).WithTags("Profiles").WithSummary("What a visitor allows and wants").Requires(Permission.Decide),
            endpoints.MapPut(Path, Put).WithTags("Profiles").WithSummary("Says what a visitor allows and wants, from the next decision on").Requires(Permission.Decide));
    }

    private async Task Get(HttpContext context, string? anonymousId, string? userId)
    {
        if (await Named(context, anonymousId, userId, Permission.ReadProfiles) is { } name)
            await Answer(context, name);
    }

    private async Task Put(HttpContext context)
    {
        if (await WordEndpoints.Read(context, policies.Standard, preferences: true) is { } words
            && await Named(context, words.AnonymousId, words.UserId, Permission.WriteConsent) is { } name
            && await WordEndpoints.Store(context, name, words, policies.Standard, "preferences"))
            await Answer(context, name);
    }

    private static async Task<ProfileName?> Named(HttpContext context, string? anonymousId, string? userId, Permission need)
    {
        if (!string.IsNullOrWhiteSpace(userId) && !context.Caller().Permissions.Has(need))
        {
            await context.WriteProblem(OwnIdOnly);
            return null;
        }

        if (!string.IsNullOrWhiteSpace(anonymousId))
            return new ProfileName(IdentifierType.AnonymousId, anonymousId);
        if (!string.IsNullOrWhiteSpace(userId))
            return new ProfileName(IdentifierType.UserId, userId);
        await context.WriteProblem(WordEndpoints.Invalid, "anonymousId is missing.");
        return null;
    }

    // Somebody unknown gets what counts for everybody, so that the answer does not tell who is known.
    private async Task Answer(HttpContext context, ProfileName name)
    {
        var workspace = context.Workspace();
        var visitor = name.Route(people, workspace);
        var person = (await people.Read(workspace.Id, visitor, context.RequestAborted)).For(PurposeUse.OwnRequest).Value;
        await follower.WhenApplied(visitor.Key.Partition(journal.Partitions), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WordEndpoints.Answer(context, json =>
        {
            ConsentJson.WritePurposes(json, person, policies);
            ConsentJson.WriteInterests(json, person, catalogue, workspace.Id);
        });
    }
}

using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Unify.Items;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.Accounts;

/// <summary><c>GET /v1/accounts/{id}</c>: what an account's people amount to together.</summary>
internal sealed class AccountEndpoints(AccountReader accounts, ICatalogue catalogue)
{
    /// <summary>Nobody ever belonged to that account.</summary>
    public static ProblemKind NoSuchAccount { get; } = new("no-such-account", 404, "Nobody belongs to this account",
        "No group call and no event of this workspace has named the account.");

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGroup("/v1/accounts").Requires(Permission.ReadProfiles).WithTags("Accounts")
        .MapGet("{id}", Account).WithSummary("What an account's people amount to together");

    private async Task Account(HttpContext context, string id)
    {
        if (await accounts.Find(context.Workspace(), id, context.RequestAborted) is not { } account)
        {
            await context.WriteProblem(NoSuchAccount);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            new AccountJson(catalogue, context.Workspace().Id, json).Write(id, account);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

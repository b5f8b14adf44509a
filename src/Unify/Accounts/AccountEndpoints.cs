using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Unify.Accounts;

/// <summary><c>GET /v1/accounts/{id}</c>: what an account's people amount to together.</summary>
internal sealed class AccountEndpoints(AccountReader accounts, ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>Nobody ever belonged to that account.</summary>
    public static ProblemKind NoSuchAccount { get; } = new("no-such-account", 404, "Nobody belongs to this account",
        "No group call and no event of this workspace has named the account.");

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGroup("/v1/accounts").RequireSecretKey().WithTags("Accounts")
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
            Write(json, id, account, context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, string id, Account account, HttpContext context)
    {
        var now = clock.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("complete", !account.IsCut);
        json.WriteStartObject("traits");
        foreach (var trait in account.Traits)
        {
            json.WritePropertyName(trait.Name);
            json.WriteRawValue(trait.Json);
        }

        json.WriteEndObject();
        json.WriteString("stage", account.Stage.ToString().ToLowerInvariant());
        json.WriteStartObject("active");
        json.WriteNumber("people7d", account.ActiveSince(now.AddDays(-7).ToUnixTimeMilliseconds()));
        json.WriteNumber("people30d", account.ActiveSince(now.AddDays(-30).ToUnixTimeMilliseconds()));
        json.WriteEndObject();
        json.WriteStartObject("counts");
        foreach (var count in account.Counts)
            json.WriteNumber(CodeNames.Of(count.Code), count.Count);
        json.WriteEndObject();
        json.WriteStartArray("topics");
        foreach (var (category, weight, people) in account.Topics)
        {
            json.WriteStartObject();
            json.WriteString("category", catalogue.Text(context.Workspace().Id, category) ?? "#" + category.Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("weight", weight);
            json.WriteNumber("people", people);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("people");
        foreach (var member in account.Members)
            Write(json, member);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AccountMember member)
    {
        json.WriteStartObject();
        json.WriteString("id", member.Person.Key.ToString());
        json.WriteStartArray("identifiers");
        foreach (var identifier in member.Person.Identifiers)
            json.WriteStringValue($"{identifier.Type}:{identifier.Id}");
        json.WriteEndArray();
        json.WriteString("role", member.Role);
        json.WriteString("by", member.ByDomain ? "domain" : "group");
        json.WriteString("stage", member.Stage.ToString().ToLowerInvariant());
        json.WriteNumber("events", member.Person.Events);
        json.WriteString("lastSeenAt", DateTimeOffset.FromUnixTimeMilliseconds(member.Person.LastSeenAtMs));
        json.WriteEndObject();
    }
}

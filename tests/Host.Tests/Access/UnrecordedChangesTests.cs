using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Access;

/// <summary>T11 of docs/security.md: every endpoint that changes something refuses to when the audit log cannot be written, and nothing has changed.</summary>
public sealed class UnrecordedChangesTests(AccessServer server) : IClassFixture<AccessServer>
{
    // A new endpoint that changes something gets a row here: a request that would succeed.
    private static readonly Dictionary<string, (string Path, string? Body)> Requests = new()
    {
        ["POST /v1/keys"] = ("/v1/keys", """{"kind":"write","name":"unrecorded"}"""),
        ["POST /v1/keys/{id}/rotate"] = ("/v1/keys/2/rotate", "{}"),
        ["DELETE /v1/keys/{id}"] = ("/v1/keys/1", null),
        ["POST /v1/user-hash"] = ("/v1/user-hash", "{}"),
        ["PUT /v1/user-hash"] = ("/v1/user-hash", """{"demanded":true}"""),
        ["POST /v1/workspaces"] = ("/v1/workspaces", """{"name":"unrecorded"}"""),
        ["DELETE /v1/profiles/{profile}"] = ("/v1/profiles/userId:ann", null),
        ["PUT /v1/profiles/{profile}/consent"] = ("/v1/profiles/userId:ann/consent", """{"purposes":{"personalization":false,"email":true}}"""),
        ["POST /v1/profiles/merge"] = ("/v1/profiles/merge", """{"from":"anonymousId:other","into":"userId:ann"}"""),
        ["POST /v1/profiles/split"] = ("/v1/profiles/split", """{"profile":"anonymousId:phone"}"""),
        ["PUT /v1/items/{id}"] = ("/v1/items/kept", """{"name":"changed"}"""),
        ["DELETE /v1/items/{id}"] = ("/v1/items/kept", null),
        ["POST /v1/items/bulk"] = ("/v1/items/bulk", """{"id":"kept","name":"changed"}"""),
        ["POST /v1/quarantine/replay"] = ("/v1/quarantine/replay", null),
        ["POST /v1/retention"] = ("/v1/retention", null),
        ["POST /v1/identities/proposals/run"] = ("/v1/identities/proposals/run", null),
        ["DELETE /v1/identities/proposals/run"] = ("/v1/identities/proposals/run", null),
    };

    // Needs a proposal, which needs people who are alike: the tests of proposals have it.
    private static readonly string[] Elsewhere = ["POST /v1/identities/proposals/{id}"];

    private string Admin => server.Keys.SecretKey;

    [Fact]
    public async Task Nothing_changes_that_cannot_be_recorded()
    {
        Changing().Except(Requests.Keys).Except(Elsewhere).ShouldBeEmpty("Give each endpoint that changes something a row in this test.");
        foreach (var id in new[] { "\"anonymousId\":\"phone\",\"userId\":\"ann\"", "\"anonymousId\":\"other\"" })
            (await server.Send(HttpMethod.Post, "/v1/track", server.Keys.WriteKey, "{" + id + ",\"event\":\"Product Viewed\"}")).Status.ShouldBe(200);
        (await server.Send(HttpMethod.Put, "/v1/items/kept", Admin, """{"name":"kept"}""")).Status.ShouldBe(200);
        server.Workspaces.RotateUserSecret(WorkspaceId.First, TimeSpan.Zero, Kairos.Govern.Audit.AuditActor.Of("test"));
        var before = await Picture();
        Run("ALTER TABLE audit RENAME TO audit_out_of_reach");
        try
        {
            foreach (var (endpoint, (path, body)) in Requests)
            {
                var (status, answer) = await server.Send(new HttpMethod(endpoint.Split(' ')[0]), path, Admin, body);
                status.ShouldBe(503, $"{endpoint}: {answer}");
                answer.ShouldContain("/problems/audit-unwritable", customMessage: endpoint);
            }
        }
        finally
        {
            Run("ALTER TABLE audit_out_of_reach RENAME TO audit");
        }

        (await Picture()).ShouldBe(before);
    }

    [Fact]
    public void A_change_whose_entry_is_on_disk_stands_though_the_head_beside_it_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        var workspaces = new SqliteWorkspaces(new DataFolder(folder.Path), new FirstKeys(), TimeProvider.System);
        File.Delete(Path.Combine(folder.Path, "audit.head"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "audit.head"));
        workspaces.CreateKey(WorkspaceId.First, KeyKind.Secret, "another").ShouldNotBeNull();
        workspaces.Keys(WorkspaceId.First).Count(key => key.Name == "another").ShouldBe(1);
    }

    // Capture, decisions and what a visitor says of themselves are events: the journal is their record.
    private IEnumerable<string> Changing() =>
        from endpoint in server.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        where method is "POST" or "PUT" or "DELETE" or "PATCH"
            && endpoint.Metadata.GetMetadata<AccessMark>() is { Permission: { } permission } && permission is not (Permission.Capture or Permission.Decide)
        select $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";

    // All that the refused calls would have changed.
    private async Task<string> Picture()
    {
        var picture = new List<string>();
        foreach (var path in new[] { "/v1/keys", "/v1/workspaces", "/v1/profiles/userId:ann/identities", "/v1/profiles/userId:ann/consent", "/v1/profiles/anonymousId:other/identities", "/v1/items", "/v1/erasures" })
        {
            var (status, body) = await server.Send(HttpMethod.Get, path, Admin);
            status.ShouldBe(200, path);
            picture.Add(path + " " + body);
        }

        picture.Add("demanded " + (server.Workspaces.ById(WorkspaceId.First)!.UserHash is not null));
        return string.Join('\n', picture);
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.Folder, "govern.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

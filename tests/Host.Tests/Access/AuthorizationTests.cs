using System.Globalization;
using System.Net;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Access;

/// <summary>T1 and T5 of docs/security.md: every endpoint, every role, every kind of key, against the one table of docs/reference/access.md.</summary>
public sealed class AuthorizationTests(AccessServer running) : IClassFixture<AccessServer>
{
    private static readonly AuditActor Tester = AuditActor.Of("test");

    private SqliteWorkspaces Workspaces => running.Server.Services.GetRequiredService<SqliteWorkspaces>();

    private IEnumerable<(RouteEndpoint Endpoint, string Method)> Endpoints =>
        from endpoint in running.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (endpoint, method);

    [Fact]
    public void The_page_and_the_code_give_the_same_permissions()
    {
        AccessTable.Permissions.ShouldBe(PermissionSet.All.Members.Select(PermissionSet.NameOf));
        AccessTable.Columns.ShouldBe([.. Role.All.Select(role => role.Name), AccessTable.WriteKey]);
        foreach (var permission in PermissionSet.All.Members)
        {
            foreach (var role in Role.All)
                role.Permissions.Has(permission).ShouldBe(AccessTable.Gives(role.Name, permission), $"{role.Name} {permission}");
            Role.WriteKey.Has(permission).ShouldBe(AccessTable.Gives(AccessTable.WriteKey, permission), $"write key {permission}");
        }
    }

    [Fact]
    public void Every_endpoint_says_what_it_asks_for_or_why_it_is_open()
    {
        Endpoints.Count().ShouldBeGreaterThan(30);
        Endpoints.Where(one => one.Endpoint.Metadata.GetMetadata<AccessMark>() is null).Select(one => one.Endpoint.DisplayName).ShouldBeEmpty();
        Endpoints.Where(one => one.Endpoint.Metadata.GetMetadata<AccessMark>() is { Permission: null, Reason: not { Length: > 10 } }).Select(one => one.Endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_endpoint_is_on_the_page()
    {
        var page = File.ReadAllText(System.IO.Path.Combine(AccessTable.Root, "docs/reference/access.md"));
        foreach (var permission in Endpoints.Select(one => one.Endpoint.Metadata.GetMetadata<AccessMark>()?.Permission).OfType<Permission>().Distinct())
            page[page.IndexOf("## Endpoints", StringComparison.Ordinal)..].ShouldContain($"`{PermissionSet.NameOf(permission)}`");
    }

    [Fact]
    public async Task Every_endpoint_lets_in_whom_the_page_names_and_nobody_else()
    {
        foreach (var (endpoint, method) in Walked)
        {
            foreach (var role in Role.All)
                await Check(endpoint, method, role.Name, running.KeyOf(role), permission => AccessTable.Gives(role.Name, permission), otherwise: 403);
            await Check(endpoint, method, AccessTable.WriteKey, running.Keys.WriteKey, permission => AccessTable.Gives(AccessTable.WriteKey, permission), otherwise: 401);
        }
    }

    [Fact]
    public async Task No_endpoint_opens_to_no_key_an_unknown_an_expired_or_a_revoked_one()
    {
        var workspace = Workspaces.ByName("default")!;
        var revoked = Make(workspace.Id, KeyKind.Secret);
        Workspaces.RevokeKey(workspace.Id, revoked.Info.Id, Tester);
        var revokedWrite = Make(workspace.Id, KeyKind.Write);
        Workspaces.RevokeKey(workspace.Id, revokedWrite.Info.Id, Tester);
        var past = DateTimeOffset.UnixEpoch;
        string?[] keys = [null, "ks_nobody", revoked.Key, revokedWrite.Key, Make(workspace.Id, KeyKind.Secret, past).Key, Make(workspace.Id, KeyKind.Write, past).Key];
        foreach (var (endpoint, method) in Walked)
        {
            for (var i = 0; i < keys.Length; i++)
                await Check(endpoint, method, $"bad key {i}", keys[i], _ => false, otherwise: 401);
        }
    }

    [Fact]
    public async Task Another_workspaces_admin_reaches_every_endpoint_but_those_of_the_server()
    {
        var other = Workspaces.CreateWithKeys("other-" + Guid.NewGuid().ToString("N")[..8], Tester)!;
        foreach (var (endpoint, method) in Walked)
            await Check(endpoint, method, "another admin", other.SecretKey, permission => permission != Permission.ManageWorkspaces && AccessTable.Gives("admin", permission), otherwise: 403);
    }

    [Theory]
    [InlineData("not a key at all")]
    [InlineData("Bearer ")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSIsInJvbGVzIjoiYWRtaW4ifQ.")]
    [InlineData("Basic ====")]
    [InlineData("Negotiate abc")]
    public async Task A_hostile_header_is_no_key_and_no_fault(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/items");
        request.Headers.TryAddWithoutValidation("Authorization", header).ShouldBeTrue();
        (await running.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private IEnumerable<(RouteEndpoint Endpoint, string Method)> Walked => Endpoints.Where(one => one.Method != "OPTIONS");

    private async Task Check(RouteEndpoint endpoint, string method, string who, string? key, Func<Permission, bool> allowed, int otherwise)
    {
        var mark = endpoint.Metadata.GetMetadata<AccessMark>()!;
        var status = await running.Ask(new HttpMethod(method), Path(endpoint.RoutePattern, key), key, """{"batch":[]}""");
        var where = $"{who}: {method} {endpoint.RoutePattern.RawText} answered {status}";
        status.ShouldBeLessThan(500, where);
        var imports = endpoint.RoutePattern.RawText == "/v1/import" && allowed(Permission.Import); // Takes keys that may import too.
        if (mark.Permission is not { } permission || allowed(permission) || imports)
            status.ShouldNotBeOneOf([401, 403, 429], where);
        else if (permission == Permission.Capture)
            status.ShouldBe(endpoint.RoutePattern.RawText!.EndsWith("settings", StringComparison.Ordinal) ? 404 : 401, where); // It looks for write keys only.
        else
            status.ShouldBe(otherwise, where);
    }

    private static string Path(RoutePattern pattern, string? key) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "writeKey" } => Uri.EscapeDataString(key ?? "none"),
        RoutePatternParameterPart { Name: "profile" } => "userId:nobody",
        RoutePatternParameterPart { Name: "id" } => long.MaxValue.ToString(CultureInfo.InvariantCulture),
        _ => "v1",
    }))));

    private NewKey Make(WorkspaceId workspace, KeyKind kind, DateTimeOffset? expiresAt = null) =>
        Workspaces.CreateKey(workspace, new KeyDraft(kind, "tested", Rights.Of(kind), expiresAt), int.MaxValue, Tester)!;
}

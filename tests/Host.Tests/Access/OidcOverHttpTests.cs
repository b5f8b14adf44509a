using System.Net.Http.Headers;
using System.Security.Cryptography;
using Kairos.Host.Servers;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Kairos.Host.Tests.Access;

/// <summary>T6 of docs/security.md, with a whole server and a provider of its own: whom a token lets in, and what happens when the provider changes its key or is gone.</summary>
public sealed class OidcOverHttpTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Patience };
    private IdentityProvider _provider = null!;
    private KairosServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await IdentityProvider.Started();
        _server = await KairosServer.Started(new ServerSettings(_folder.Path, "http://127.0.0.1:0")
        {
            Overrides = new Dictionary<string, string?>
            {
                ["Govern:Oidc:Authority"] = _provider.Authority, ["Govern:Oidc:Audience"] = "kairos", ["Govern:Oidc:RequireHttps"] = "false",
            },
        });
        _http.BaseAddress = new Uri(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.Stop();
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_good_token_does_what_its_role_may_and_its_person_is_in_the_audit_log()
    {
        (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"))).Status.ShouldBe(200);
        (await Ask(HttpMethod.Put, "/v1/items/a", _provider.Token("viewer"))).Status.ShouldBe(403);
        (await Ask(HttpMethod.Put, "/v1/items/a", _provider.Token("marketer"))).Status.ShouldBe(200);
        (await Ask(HttpMethod.Post, "/v1/decide", _provider.Token("marketer"), """{"placements":[{"id":"home-recs"}]}""")).Status.ShouldBe(200);
        (await Ask(HttpMethod.Post, "/v1/decide", _provider.Token("viewer"), """{"placements":[{"id":"home-recs"}]}""")).Status.ShouldBe(403);
        var (_, log) = await Ask(HttpMethod.Get, "/v1/audit?limit=1", _provider.Token("privacy-officer"));
        log.ShouldContain("\"kind\":\"person\",\"id\":\"ann@example.com\"");
        log.ShouldContain("items.put");
        _provider.KeysAsked.ShouldBe(1, "Its keys are kept.");
    }

    [Fact]
    public async Task A_token_that_is_not_quite_right_opens_nothing()
    {
        (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"))).Status.ShouldBe(200);
        var good = _provider.Token("viewer");
        foreach (var (what, token) in new[]
        {
            ("meant for another program", _provider.Token("viewer", audience: "another-program")),
            ("of another issuer", _provider.Token("viewer", issuer: "https://elsewhere.example.com")),
            ("expired", _provider.Token("viewer", notBeforeMinutes: -10, expiresMinutes: -1)),
            ("not valid yet", _provider.Token("viewer", notBeforeMinutes: 3)),
            ("unsigned", _provider.Token("viewer", algorithm: SecurityAlgorithms.None)),
            ("signed by a stranger under the provider's key id", _provider.Token("viewer", new RsaSecurityKey(RSA.Create(2048)) { KeyId = "first" })),
            ("signed by a stranger under no known key id", _provider.Token("viewer", new RsaSecurityKey(RSA.Create(2048)) { KeyId = "strange" })),
            ("signed with the public key as a secret", _provider.Token("viewer", new SymmetricSecurityKey(_provider.Key.Rsa.ExportRSAPublicKey()) { KeyId = "first" }, SecurityAlgorithms.HmacSha256)),
            ("with another's signature", good[..good.LastIndexOf('.')] + _provider.Token("admin")[_provider.Token("admin").LastIndexOf('.')..]),
            ("without a role", _provider.Token(role: null)),
            ("of a role that there is none of", _provider.Token("emperor")),
            ("of a workspace that there is none of", _provider.Token("viewer", workspace: "nowhere")),
            ("of no subject", _provider.Token("viewer", subject: "")),
        })
        {
            var (status, body) = await Ask(HttpMethod.Get, "/v1/items", token);
            (status, body.Contains("/problems/unknown-key", StringComparison.Ordinal)).ShouldBe((401, true), $"{what}: {body}");
        }

        (await Ask(HttpMethod.Get, "/v1/items", good)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task After_the_provider_changed_its_key_new_tokens_are_taken_and_old_ones_are_not()
    {
        var old = _provider.Token("viewer");
        (await Ask(HttpMethod.Get, "/v1/items", old)).Status.ShouldBe(200);
        _provider.Rotate();
        (await Ask(HttpMethod.Get, "/v1/items", old)).Status.ShouldBe(200, "Nobody has heard of the change yet.");
        await Until(async () => (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"))).Status, 200);
        _provider.KeysAsked.ShouldBe(2);
        (await Ask(HttpMethod.Get, "/v1/items", old)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_provider_that_is_gone_is_a_clear_answer_keys_go_on_and_so_do_tokens_once_its_key_is_known()
    {
        _provider.GoDown(true);
        var (status, body) = await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"));
        (status, body.Contains("/problems/identity-provider-unreachable", StringComparison.Ordinal)).ShouldBe((503, true), body);
        (await Ask(HttpMethod.Get, "/v1/status", _provider.Token("viewer"))).Status.ShouldBe(503);
        (await Ask(HttpMethod.Post, "/v1/decide", _provider.Token("admin"), """{"placements":[{"id":"home-recs"}]}""")).Status.ShouldBe(503);
        (await Ask(HttpMethod.Get, "/v1/items", _server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!.SecretKey)).Status.ShouldBe(200);

        _provider.GoDown(false);
        await Until(async () => (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"))).Status, 200);
        _provider.GoDown(true);
        (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer"))).Status.ShouldBe(200);
        (await Ask(HttpMethod.Get, "/v1/items", _provider.Token("viewer", new RsaSecurityKey(RSA.Create(2048)) { KeyId = "new" }))).Status.ShouldBe(401);
    }

    private async Task<(int Status, string Body)> Ask(HttpMethod method, string path, string key, string body = "{}")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (method != HttpMethod.Get)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task Until(Func<Task<int>> ask, int wanted)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        while (await ask() is var got && got != wanted)
        {
            late.IsCancellationRequested.ShouldBeFalse($"It still answers {got}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

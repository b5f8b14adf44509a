using System.Security.Cryptography;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace Kairos.Govern.Tests.Access;

/// <summary>T6 of docs/security.md: tokens of people. The provider is made here: its keys, its documents, its tokens.</summary>
public sealed class OidcTokensTests : IDisposable
{
    private const string Authority = "https://login.example.com/realms/main";
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
    private readonly SqliteWorkspaces _workspaces;

    public OidcTokensTests()
    {
        _workspaces = new(new DataFolder(_folder.Path), new FirstKeys(), _clock);
        _workspaces.Create("shop");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_opens_the_workspace_and_gives_the_role_that_it_names()
    {
        var caller = (await Open(Token(("roles", new[] { "analyst" }), ("workspace", "shop")))).ShouldNotBeNull();
        caller.Workspace.Name.ShouldBe("shop");
        caller.Permissions.ShouldBe(Role.Analyst.Permissions);
        caller.Actor.Kind.ShouldBe(AuditActorKind.Person);
        caller.Actor.Id.ShouldBe("ann");
        caller.IsWriteKey.ShouldBeFalse();
    }

    [Fact]
    public async Task Several_roles_add_up_and_an_admin_elsewhere_makes_no_workspaces()
    {
        (await Open(Token(("roles", new[] { "viewer", "privacy-officer", "owner" }), ("workspace", "shop"))))!.Permissions
            .ShouldBe(Role.Viewer.Permissions.With(Role.PrivacyOfficer.Permissions));
        (await Open(Token(("roles", "admin"), ("workspace", "shop"))))!.Permissions.Has(Permission.ManageWorkspaces).ShouldBeFalse();
        (await Open(Token(("roles", "admin"), ("workspace", "default"))))!.Permissions.Has(Permission.ManageWorkspaces).ShouldBeTrue();
    }

    [Fact]
    public async Task Roles_are_mapped_when_a_map_is_given_and_then_by_it_alone()
    {
        var options = Options() with { Roles = new() { ["team-7"] = "marketer" }, RoleClaim = "groups" };
        (await Open(Token(("groups", "team-7"), ("workspace", "shop")), options: options))!.Permissions.ShouldBe(Role.Marketer.Permissions);
        (await Open(Token(("groups", "admin"), ("workspace", "shop")), options: options)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_has_several_workspaces_names_one_of_them()
    {
        var token = Token(("roles", "viewer"), ("workspace", new[] { "default", "shop" }));
        (await Open(token)).ShouldBeNull();
        (await Open(token, "shop"))!.Workspace.Name.ShouldBe("shop");
        (await Open(token, "default"))!.Workspace.Name.ShouldBe("default");
        (await Open(Token(("roles", "viewer"), ("workspace", "shop")), "default")).ShouldBeNull("Naming it does not open it.");
        (await Open(Token(("roles", "viewer")))).ShouldBeNull();
        (await Open(Token(("roles", "viewer")), options: Options() with { Workspace = "shop" }))!.Workspace.Name.ShouldBe("shop");
    }

    [Fact]
    public async Task A_token_that_is_not_quite_right_opens_nothing()
    {
        var good = new[] { ("roles", (object)"viewer"), ("workspace", "shop") };
        (await Open(Token(good))).ShouldNotBeNull();
        (await Open(Make(Key, good, audience: "another-program"))).ShouldBeNull();
        (await Open(Make(Key, good, issuer: "https://elsewhere.example.com"))).ShouldBeNull();
        (await Open(Make(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "one" }, good))).ShouldBeNull();
        (await Open(Make(new SymmetricSecurityKey(Key.Rsa.ExportRSAPublicKey()) { KeyId = "one" }, good, SecurityAlgorithms.HmacSha256))).ShouldBeNull("The public key is no secret to sign with.");
        (await Open(Unsigned(good))).ShouldBeNull();
        (await Open(Token(good)[..^4] + "AAAA")).ShouldBeNull();
        (await Open(Token(("workspace", "shop")))).ShouldBeNull("No role here.");
        (await Open(Token(("roles", "viewer"), ("workspace", "nowhere")))).ShouldBeNull();
        var token = Token(good);
        _clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(31));
        (await Open(token)).ShouldBeNull("It has expired.");
    }

    [Fact]
    public async Task Without_a_provider_no_token_is_taken_and_nobody_is_asked()
    {
        var asked = new Documents();
        (await new OidcTokens(new OidcOptions(), _workspaces, _clock, asked).Open("Bearer " + Token(("roles", "admin"), ("workspace", "shop")), null)).ShouldBeNull();
        asked.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_lets_nobody_in()
    {
        var tokens = new OidcTokens(Options(), _workspaces, _clock, new Documents { Fail = true });
        (await tokens.CanCheck(TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await tokens.Open("Bearer " + Token(("roles", "admin"), ("workspace", "shop")), null)).ShouldBeNull();
        (await new OidcTokens(Options(), _workspaces, _clock, new Documents()).CanCheck(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Bearer eyJh.eyJz.c2ln", true)]
    [InlineData("Bearer ks_abc.def.ghi", false)]
    [InlineData("Bearer eyJh.eyJz", false)]
    [InlineData("Basic eyJh.eyJz.c2ln", false)]
    [InlineData(null, false)]
    public void A_token_is_told_from_a_key_by_its_shape(string? header, bool isToken) => OidcTokens.IsToken(header).ShouldBe(isToken);

    private ValueTask<Caller?> Open(string token, string? workspace = null, OidcOptions? options = null) =>
        new OidcTokens(options ?? Options(), _workspaces, _clock, new Documents()).Open("Bearer " + token, workspace);

    private static OidcOptions Options() => new() { Authority = Authority, Audience = "kairos" };

    private string Token(params (string Name, object Value)[] claims) => Make(Key, claims);

    private string Make(SecurityKey key, (string Name, object Value)[] claims, string algorithm = SecurityAlgorithms.RsaSha256, string audience = "kairos", string issuer = Authority) =>
        new JsonWebTokenHandler().CreateToken(Descriptor(claims, audience, issuer, new SigningCredentials(key, algorithm)));

    private string Unsigned((string Name, object Value)[] claims) => new JsonWebTokenHandler().CreateToken(Descriptor(claims, "kairos", Authority, null));

    private SecurityTokenDescriptor Descriptor((string Name, object Value)[] claims, string audience, string issuer, SigningCredentials? credentials) => new()
    {
        Issuer = issuer,
        Audience = audience,
        NotBefore = _clock.GetUtcNow().UtcDateTime,
        IssuedAt = _clock.GetUtcNow().UtcDateTime,
        Expires = _clock.GetUtcNow().UtcDateTime.AddMinutes(5),
        Claims = claims.Append(("sub", "ann")).ToDictionary(claim => claim.Item1, claim => claim.Item2),
        SigningCredentials = credentials,
    };

    /// <summary>What the provider answers.</summary>
    private sealed class Documents : IDocumentRetriever
    {
        public int Count { get; private set; }

        public bool Fail { get; init; }

        public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            Count++;
            if (Fail)
                throw new IOException("It does not answer.");
            if (address == Authority + "/.well-known/openid-configuration")
                return Task.FromResult($$"""{"issuer":"{{Authority}}","jwks_uri":"{{Authority}}/keys"}""");
            address.ShouldBe(Authority + "/keys");
            var parameters = Key.Rsa.ExportParameters(false);
            return Task.FromResult($$"""{"keys":[{"kty":"RSA","use":"sig","kid":"one","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}","e":"{{Base64UrlEncoder.Encode(parameters.Exponent)}}"}]}""");
        }
    }
}

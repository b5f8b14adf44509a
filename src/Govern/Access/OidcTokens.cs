using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Kairos.Govern.Access;

/// <summary>Takes the tokens of an OpenID Connect provider where a key would be, when one is configured: signature, issuer, audience and times are checked, then roles and workspace are read from claims.</summary>
/// <remarks>
/// The handler of ASP.NET's JwtBearer package does the same checks with the same classes, but joins every request of the program, keys and capture included;
/// here nothing is done until a token comes. The provider's keys are fetched at the first one, kept, and fetched again when a key is not known (at most every five minutes).
/// </remarks>
public sealed class OidcTokens
{
    /// <summary>Names the workspace that a person means, when several are open to them.</summary>
    public const string WorkspaceHeader = "Kairos-Workspace";

    private const string Scheme = "Bearer ";
    private const int TokenCharsMax = 8_192;

    // Signed by the provider's private key. A shared secret would let whoever checks a token make one.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenCharsMax };
    private readonly OidcOptions _options;
    private readonly IWorkspaces _workspaces;
    private readonly TokenValidationParameters? _rules;

    /// <summary>Prepares the checks; asks nobody yet.</summary>
    /// <param name="options">The provider; without an authority no token is taken.</param>
    /// <param name="workspaces">The workspaces that claims name.</param>
    /// <param name="clock">The time.</param>
    /// <param name="documents">Fetches the provider's documents; null to ask it over the network.</param>
    public OidcTokens(OidcOptions options, IWorkspaces workspaces, TimeProvider clock, IDocumentRetriever? documents = null)
    {
        (_options, _workspaces) = (options, workspaces);
        if (string.IsNullOrEmpty(options.Authority))
            return;
        documents ??= new HttpDocumentRetriever(new HttpClient { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1 << 20 }) { RequireHttps = options.RequireHttps };
        _rules = new TokenValidationParameters
        {
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                options.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents)
            {
                UseLastKnownGoodConfiguration = false, // Else a key that the provider took back would go on for an hour.
            },
            ValidAudience = options.Audience,
            ValidAlgorithms = Algorithms,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires > clock.GetUtcNow().UtcDateTime - options.ClockSkew && (notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime + options.ClockSkew),
        };
    }

    /// <summary>Whether a provider is configured. Else nothing is a token.</summary>
    public bool IsConfigured => _rules is not null;

    /// <summary>Whether tokens can be checked: the provider's keys were fetched, once or just now. A provider that is gone later stops nobody whose token bears a key that is known.</summary>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<bool> CanCheck(CancellationToken cancel = default)
    {
        try
        {
            return _rules is not null && await _rules.ConfigurationManager.GetBaseConfigurationAsync(cancel) is not null;
        }
        catch (InvalidOperationException) // What the class says when neither its documents nor earlier ones are to be had.
        {
            return false;
        }
    }

    /// <summary>Whether a header holds a token rather than a key: three parts with dots between, the first of them a JSON object in base64.</summary>
    /// <param name="authorization">The header's value, or null.</param>
    public static bool IsToken(string? authorization) =>
        authorization is { Length: <= TokenCharsMax } && authorization.StartsWith(Scheme + "eyJ", StringComparison.OrdinalIgnoreCase) && authorization.AsSpan().Count('.') == 2;

    /// <summary>The person whose token it is.</summary>
    /// <param name="authorization">A header that holds a token.</param>
    /// <param name="workspace">The workspace meant, or null for the only one that is open to the person.</param>
    /// <returns>Null when no provider is configured, the token is not valid, or it gives no role or no such workspace here.</returns>
    public async ValueTask<Caller?> Open(string authorization, string? workspace)
    {
        if (_rules is null)
            return null;
        var result = await _handler.ValidateTokenAsync(authorization[Scheme.Length..].Trim(), _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken { Subject: { Length: > 0 and <= 255 } subject } token)
            return null;
        var roles = Roles(token);
        if (roles.Count == 0 || Workspace(token, workspace) is not { } open)
            return null;

        var permissions = roles.Aggregate(default(PermissionSet), (set, role) => set.With(role.Permissions));
        var rights = new Rights(string.Join('+', roles.Select(role => role.Name)), permissions).In(open.Id);
        return new Caller(open, rights.Permissions, new AuditActor(AuditActorKind.Person, subject, "") { Role = rights.Text });
    }

    private List<Role> Roles(JsonWebToken token) =>
    [
        .. Values(token, _options.RoleClaim).Select(value => Role.Find(_options.Roles.Count == 0 ? value : _options.Roles.GetValueOrDefault(value, "")))
            .OfType<Role>().Distinct().OrderBy(role => role.Name, StringComparer.Ordinal),
    ];

    private Workspace? Workspace(JsonWebToken token, string? meant)
    {
        var open = Values(token, _options.WorkspaceClaim).ToList();
        if (open.Count == 0 && _options.Workspace is { Length: > 0 } standard)
            open.Add(standard);
        meant ??= open.Count == 1 ? open[0] : null;
        return meant is not null && open.Contains(meant) ? _workspaces.ByName(meant) : null;
    }

    // A list comes as one claim for each of its elements.
    private static IEnumerable<string> Values(JsonWebToken token, string claim) => token.Claims.Where(one => one.Type == claim).Select(one => one.Value);
}

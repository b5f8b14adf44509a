using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kairos.Host.Tests.Access;

/// <summary>An OpenID Connect provider on this machine: its configuration, its public keys, and the tokens that it signs. It can hang up on whoever asks, and change its key.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile bool _down;

    private IdentityProvider(WebApplication app) => _app = app;

    /// <summary>Its address: also the issuer that its tokens name.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The key that it signs with.</summary>
    public RsaSecurityKey Key { get; private set; } = new(RSA.Create(2048)) { KeyId = "first" };

    /// <summary>How often its keys were asked for.</summary>
    public int KeysAsked { get; private set; }

    public static async Task<IdentityProvider> Started()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new IdentityProvider(builder.Build());
        provider._app.Use(provider.HangUpWhenDown);
        provider._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = provider.Authority, jwks_uri = provider.Authority + "/keys" }));
        provider._app.MapGet("/keys", provider.Keys);
        await provider._app.StartAsync();
        provider.Authority = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return provider;
    }

    /// <summary>From now on it hangs up, or answers again.</summary>
    public void GoDown(bool down) => _down = down;

    /// <summary>Signs with another key from now on, and publishes that alone.</summary>
    public void Rotate() => Key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "key-" + Guid.NewGuid().ToString("N") };

    /// <summary>A token for a person of the workspace <c>default</c>, good for five minutes unless told.</summary>
    public string Token(string? role, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, string audience = "kairos", string? issuer = null,
        int notBeforeMinutes = 0, int expiresMinutes = 5, string workspace = "default", string subject = "ann@example.com") => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            NotBefore = DateTime.UtcNow.AddMinutes(notBeforeMinutes),
            Expires = DateTime.UtcNow.AddMinutes(expiresMinutes),
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["workspace"] = workspace, [role is null ? "nothing" : "roles"] = role ?? "" },
            SigningCredentials = algorithm == SecurityAlgorithms.None ? null : new SigningCredentials(key ?? Key, algorithm),
        });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task HangUpWhenDown(HttpContext context, RequestDelegate next)
    {
        if (!_down)
            return next(context);
        context.Abort();
        return Task.CompletedTask;
    }

    private IResult Keys()
    {
        KeysAsked++;
        var parameters = Key.Rsa.ExportParameters(false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = Key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } });
    }
}

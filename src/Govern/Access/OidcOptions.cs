using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Access;

/// <summary>Sign-in of people by an OpenID Connect provider: its tokens (JWT) are taken as <c>Authorization: Bearer TOKEN</c>. Off while there is no authority.</summary>
public sealed record OidcOptions
{
    /// <summary>The provider's address, as <c>https://login.example.com/realms/main</c>; its configuration is read from <c>/.well-known/openid-configuration</c> below it.</summary>
    [StringLength(2_000)]
    public string? Authority { get; init; }

    /// <summary>Who a token must be meant for; needed with an authority.</summary>
    [StringLength(500)]
    public string? Audience { get; init; }

    /// <summary>Whether the provider must be reached by https. Turn off only for a provider on the same machine.</summary>
    public bool RequireHttps { get; init; } = true;

    /// <summary>The claim that names a person's roles: a text, or a list of them.</summary>
    [Required]
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Which of our roles a value of the role claim gives: <c>{"kairos-admins": "admin"}</c>. While it is empty, values that are our roles' names count.</summary>
    public Dictionary<string, string> Roles { get; init; } = [];

    /// <summary>The claim that names the workspaces that are open to a person: a text, or a list of them.</summary>
    [Required]
    public string WorkspaceClaim { get; init; } = "workspace";

    /// <summary>The workspace of people whose token has no such claim; without it they get none.</summary>
    [StringLength(63)]
    public string? Workspace { get; init; }

    /// <summary>How far the provider's clock may be off.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);
}

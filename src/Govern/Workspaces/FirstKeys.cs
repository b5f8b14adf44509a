using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Workspaces;

/// <summary>The keys that a first start gives the workspace <c>default</c>. Those left out or empty are drawn at random.</summary>
public sealed class FirstKeys
{
    /// <summary>The write key, from <c>KAIROS_WRITE_KEY</c>: at most 256 bytes. It is public, so it need not be long.</summary>
    [StringLength(256)]
    public string? WriteKey { get; set; }

    /// <summary>The secret key, from <c>KAIROS_SECRET_KEY</c>: at most 256 bytes. Whoever guesses it owns the workspace: 20 random characters or more.</summary>
    [StringLength(256)]
    public string? SecretKey { get; set; }
}

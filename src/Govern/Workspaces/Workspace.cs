using System.Text;
using Kairos.Govern.Access;

namespace Kairos.Govern.Workspaces;

/// <summary>One tenant: its own people, items, plan and models. Workspaces never mix.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name, as people write it: lower case letters, digits and dashes.</param>
/// <param name="Secret">Its own hashing secret: the same identifier has unrelated keys in two workspaces.</param>
public sealed record Workspace(WorkspaceId Id, string Name, SipKey Secret)
{
    /// <summary>What user ids sent with a write key must be proven by; null when the workspace demands no proof.</summary>
    public UserHashDemand? UserHash { get; init; }

    /// <summary>Hashes a name or identifier to 64 bits in this workspace; zero for none.</summary>
    /// <param name="domain">What kind of thing it names.</param>
    /// <param name="text">The text as sent; longer than 512 bytes in UTF-8 is allowed but costs an array.</param>
    public ulong Hash64(KeyDomain domain, ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        return Secret.Hash64(domain, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

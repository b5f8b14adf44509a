using System.Security.Cryptography;
using System.Text;

namespace Kairos.Govern.Access;

/// <summary>A workspace's demand that a user id sent with a write key comes with its HMAC-SHA256, so that nobody speaks or asks in another's name. The secret sits on the site's own servers.</summary>
/// <param name="secrets">The secrets that count, each with the time it stops to, ms since 1970 UTC; null for never.</param>
public sealed class UserHashDemand(IReadOnlyList<(byte[] Secret, long? ExpiresAtMs)> secrets)
{
    /// <summary>Letters of a hash: hexadecimal, in lower or upper case.</summary>
    public const int HexLength = 2 * HMACSHA256.HashSizeInBytes;

    /// <summary>Whether a hash proves a user id. Takes the same time wherever they differ. Allocates nothing.</summary>
    /// <param name="userId">The user id as sent, UTF-8.</param>
    /// <param name="hash">The hash as sent, hexadecimal; anything else proves nothing.</param>
    /// <param name="nowMs">The time now, ms since 1970 UTC.</param>
    public bool IsProof(ReadOnlySpan<byte> userId, ReadOnlySpan<byte> hash, long nowMs)
    {
        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (hash.Length != HexLength || Convert.FromHexString(hash, sent, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var proven = false;
        foreach (var (secret, expiresAtMs) in secrets)
        {
            HMACSHA256.HashData(secret, userId, right);
            proven |= (expiresAtMs is null || expiresAtMs > nowMs) & CryptographicOperations.FixedTimeEquals(right, sent);
        }

        return proven;
    }

    /// <summary>The same for texts; without a user id there is nothing to prove.</summary>
    /// <param name="userId">The user id as sent, or empty.</param>
    /// <param name="hash">The hash as sent, or null.</param>
    /// <param name="nowMs">The time now, ms since 1970 UTC.</param>
    public bool Allows(string userId, string? hash, long nowMs) =>
        userId.Length == 0 || (hash is { Length: HexLength } && IsProof(Encoding.UTF8.GetBytes(userId), Encoding.UTF8.GetBytes(hash), nowMs));
}

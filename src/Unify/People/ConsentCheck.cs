using System.Text;
using Kairos.Govern.Purposes;

namespace Kairos.Unify.People;

/// <summary>Says whether a person's data may be used for a purpose now. Pure; fails closed.</summary>
public static class ConsentCheck
{
    /// <summary>The index of a purpose by its name or alias; −1 for one that the policy does not know.</summary>
    /// <param name="policy">Whose purposes.</param>
    /// <param name="name">The name.</param>
    public static int IndexOf(PurposePolicy policy, string name)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(name, bytes, out var length) && policy.Find(bytes[..length]) is { } found ? found.Index : -1;
    }

    /// <summary>All purposes that may be pursued, one bit each: a refusal by the request or by the person's last word outweighs all else.</summary>
    /// <param name="policy">What counts until someone says otherwise.</param>
    /// <param name="stated">What the request itself says.</param>
    /// <param name="consent">What the person said so far.</param>
    public static ushort Allowed(PurposePolicy policy, in StatedConsent stated, ReadOnlySpan<ConsentStatement> consent)
    {
        var allowed = policy.AllowedUnsaid | (stated.Granted & policy.Known);
        Span<long> latest = stackalloc long[Purpose.Max];
        latest.Fill(long.MinValue);
        foreach (ref readonly var statement in consent)
        {
            var index = IndexOf(policy, statement.Purpose);
            if (index < 0 || statement.AtMs < latest[index] || (statement.AtMs == latest[index] && statement.Granted))
                continue;
            latest[index] = statement.AtMs;
            allowed = statement.Granted ? allowed | PurposePolicy.Bit(index) : allowed & ~PurposePolicy.Bit(index);
        }

        return (ushort)(allowed & ~stated.RefusedUnder(policy));
    }
}

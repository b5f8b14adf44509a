using System.Text;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>Says whether a person's data may be used for a purpose now. Pure; fails closed.</summary>
/// <param name="policy">What counts until someone says otherwise.</param>
public sealed class ConsentCheck(PurposePolicy policy)
{
    /// <summary>Weighs what the request says, then what the person last said, then the policy. A refusal by either outweighs all else.</summary>
    /// <param name="purpose">The purpose's name; one that the policy does not know is never allowed.</param>
    /// <param name="stated">What the request itself says.</param>
    /// <param name="person">The person; null when unknown or not read.</param>
    public bool Allows(string purpose, in StatedConsent stated, PersonSnapshot? person)
    {
        if (Find(purpose) is not { } asked)
            return false;
        var bit = PurposePolicy.Bit(asked.Index);
        if ((stated.RefusedUnder(policy) & bit) != 0)
            return false;

        var allowed = ((policy.AllowedUnsaid | stated.Granted) & bit) != 0;
        var latest = long.MinValue;
        foreach (var statement in person?.Consent ?? [])
        {
            if (statement.AtMs < latest || (statement.AtMs == latest && statement.Granted) || Find(statement.Purpose)?.Index != asked.Index)
                continue;
            (latest, allowed) = (statement.AtMs, statement.Granted);
        }

        return allowed;
    }

    private Purpose? Find(string name)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(name, bytes, out var length) ? policy.Find(bytes[..length]) : null;
    }
}

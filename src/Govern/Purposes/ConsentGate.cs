using System.Numerics;

namespace Kairos.Govern.Purposes;

/// <summary>Decides from what one event says what may be made of it. Pure, allocates nothing, and fails closed: what needs consent and has none is not allowed.</summary>
public static class ConsentGate
{
    /// <summary>What becomes of the event.</summary>
    /// <param name="policy">The purposes and what counts for each.</param>
    /// <param name="stated">What the event says.</param>
    public static ConsentVerdict Check(PurposePolicy policy, in StatedConsent stated)
    {
        var refused = policy.UsesEvents & ~Allowed(policy, stated);
        if (refused == 0 && policy.UsesEvents != 0)
            return ConsentVerdict.Keep;

        var verdict = refused == policy.UsesEvents ? policy.WhenNobodyMay : ConsentVerdict.KeepForOthers;
        for (; refused != 0; refused &= refused - 1)
        {
            var when = policy.At(BitOperations.TrailingZeroCount(refused))!.WhenRefused;
            verdict = when > verdict ? when : verdict;
        }

        return verdict;
    }

    /// <summary>The purposes this event allows, one bit each.</summary>
    /// <param name="policy">The purposes and what counts for each.</param>
    /// <param name="stated">What the event says.</param>
    public static ushort Allowed(PurposePolicy policy, in StatedConsent stated) =>
        (ushort)((policy.AllowedUnsaid | (stated.Granted & policy.Known)) & ~stated.RefusedUnder(policy));

    /// <summary>Whether this event allows one purpose; a purpose that the policy does not know is never allowed.</summary>
    /// <param name="policy">The purposes and what counts for each.</param>
    /// <param name="stated">What the event says.</param>
    /// <param name="purpose">A purpose's name, or what a consent tool calls it, UTF-8.</param>
    public static bool Allows(PurposePolicy policy, in StatedConsent stated, ReadOnlySpan<byte> purpose) =>
        policy.Find(purpose) is { } found && (Allowed(policy, stated) & PurposePolicy.Bit(found.Index)) != 0;
}

using Kairos.Capture.Events;
using Kairos.Govern.Purposes;

namespace Kairos.Unify.People;

/// <summary>A person as read, sealed: nothing of them can be looked at but for a purpose, and only if they allow it.</summary>
public readonly struct SealedPerson
{
    private readonly PersonSnapshot? _person;
    private readonly ProbableReading? _probable;

    internal SealedPerson(PersonSnapshot person) =>
        (_person, _probable) = person.HasProbable ? (person with { HasProbable = false, Probable = null }, person.Probable) : (person, null);

    /// <summary>Whether somebody was read; else only what the request says and the policy count.</summary>
    public bool IsRead => _person is not null;

    /// <summary>The key they were read by; none when nobody was.</summary>
    public PersonKey Key => _person?.Key ?? default;

    /// <summary>The journal position up to which they were read.</summary>
    public long Position => _person?.Position ?? 0;

    /// <summary>Opens them for a purpose, and over a channel if one is named. What the purpose does not cover is not in what is opened.</summary>
    /// <param name="use">What for.</param>
    public Permitted<PersonSnapshot> For(in PurposeUse use)
    {
        if (use.Purpose is null)
            return Permitted.Refused<PersonSnapshot>();
        if (use.Policies is null)
            return Permitted.Granted(_person);
        var (asking, allowed) = (AskingBit(use), Allowed(use));
        if ((allowed & asking) == 0 || (use.Channel is { } channel && !use.Policies.Standard.Rule(CoveredKind.Channel, channel).Suits(asking, allowed)))
            return Permitted.Refused<PersonSnapshot>();
        var person = _probable is not null && (use.Policies.Standard.TakesProbable & asking) != 0
            ? _probable.For(use.Policies, ConsentCheck.IndexOf(use.Policies.Standard, use.Purpose)) : _person;
        return Permitted.Granted(person?.Only(CoveredPerson.Features(use.Policies.Standard, asking, allowed)));
    }

    /// <summary>The features that a purpose that is allowed may use of them, whether anything is known of these or not.</summary>
    /// <param name="use">What for.</param>
    public PersonFeatures Features(in PurposeUse use) => use.Policies is null
        ? PersonFeatures.All
        : CoveredPerson.Features(use.Policies.Standard, AskingBit(use), Allowed(use));

    /// <summary>All purposes that they allow, one bit each; whatever <paramref name="use"/> is for.</summary>
    /// <param name="use">What the request says, and the policies.</param>
    public ushort Allowed(in PurposeUse use) => use.Policies is null
        ? (ushort)0
        : ConsentCheck.Allowed(use.Policies.For(use.Where.IsUnknown ? _person?.Region ?? default : use.Where), use.Stated, _person?.Consent ?? []);

    private static ushort AskingBit(in PurposeUse use) =>
        use.Purpose is { } purpose && ConsentCheck.IndexOf(use.Policies!.Standard, purpose) is >= 0 and var index ? PurposePolicy.Bit(index) : (ushort)0;
}

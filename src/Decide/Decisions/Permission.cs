using Kairos.Capture.Intake;
using Kairos.Decide.Ranking;
using Kairos.Govern.Purposes;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>Opens a person for the purposes of a decision, whether they could be read or not.</summary>
/// <param name="policies">What counts until someone says otherwise.</param>
/// <param name="refusals">Who was last known to refuse.</param>
public sealed class Permission(PurposePolicies policies, RefusalMemory refusals)
{
    /// <summary>The purpose of all decisions unless a placement names another.</summary>
    public const string Personalization = "personalization";

    /// <summary>Opens a person for a purpose. Somebody who could not be read and was last known to refuse still refuses.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="request">What the request says about consent, and where it comes from.</param>
    /// <param name="read">What came of reading the person.</param>
    /// <returns>With leave, the person, or null when nobody was read: then what the request itself brought may be used.</returns>
    public Permitted<PersonSnapshot> For(string purpose, DecisionRequest request, in PersonRead read)
    {
        var opened = read.Sealed.For(PurposeUse.Of(purpose, policies, request.Consent, request.Where));
        if (read.Person.IsNone)
            return opened;
        var index = ConsentCheck.IndexOf(policies.Standard, purpose);
        if (index < 0)
            return Permitted.Refused<PersonSnapshot>();
        if (read.Failure != Degradation.None)
            return Remembered(read, index) ? Permitted.Refused<PersonSnapshot>() : opened;
        if (read.Sealed.For(PurposeUse.Of(purpose, policies)).IsGranted)
        {
            refusals.Allow(read.Person, index, read.Since);
            refusals.Allow(read.Visitor.User, index, read.Since);
        }
        else
        {
            refusals.Refuse(read.Person, index);
        }

        return opened;
    }

    /// <summary>All purposes that a person allows, one bit each.</summary>
    /// <param name="request">What the request says about consent, and where it comes from.</param>
    /// <param name="read">What came of reading the person.</param>
    public ushort Allowed(DecisionRequest request, in PersonRead read)
    {
        var allowed = read.Sealed.Allowed(PurposeUse.Of(Personalization, policies, request.Consent, request.Where));
        if (read.Failure == Degradation.None || read.Person.IsNone)
            return allowed;
        foreach (var purpose in policies.Standard.All)
            allowed &= (ushort)(Remembered(read, purpose.Index) ? ~PurposePolicy.Bit(purpose.Index) : ushort.MaxValue);
        return allowed;
    }

    private bool Remembered(in PersonRead read, int purpose) =>
        refusals.Refuses(read.Person, purpose) || (!read.Visitor.User.IsNone && refusals.Refuses(read.Visitor.User, purpose));
}

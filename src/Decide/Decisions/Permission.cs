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

    /// <summary>The channel of an answer: what purposes call it that cover it.</summary>
    public const string Channel = "answer";

    /// <summary>Opens a person for a purpose, to answer. Somebody who could not be read and was last known to refuse still refuses.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="request">What the request says about consent, and where it comes from.</param>
    /// <param name="read">What came of reading the person.</param>
    /// <returns>With leave, the person, or null when nobody was read: then what the request itself brought may be used.</returns>
    public Permitted<PersonSnapshot> For(string purpose, DecisionRequest request, in PersonRead read)
    {
        var opened = read.Sealed.For(Use(purpose, request).Over(Channel));
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
        var allowed = read.Sealed.Allowed(Use(Personalization, request));
        if (read.Failure == Degradation.None || read.Person.IsNone)
            return allowed;
        foreach (var purpose in policies.Standard.All)
            allowed &= (ushort)(Remembered(read, purpose.Index) ? ~PurposePolicy.Bit(purpose.Index) : ushort.MaxValue);
        return allowed;
    }

    /// <summary>The features that a purpose may use of a person.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="request">What the request says about consent, and where it comes from.</param>
    /// <param name="read">What came of reading the person.</param>
    public PersonFeatures Features(string purpose, DecisionRequest request, in PersonRead read) =>
        policies.Standard.CoversFeatures ? CoveredPerson.Features(policies.Standard, Asking(purpose), Allowed(request, read)) : PersonFeatures.All;

    /// <summary>The bit of a purpose; zero for one that nobody knows.</summary>
    /// <param name="purpose">Its name.</param>
    public ushort Asking(string purpose) => ConsentCheck.IndexOf(policies.Standard, purpose) is >= 0 and var index ? PurposePolicy.Bit(index) : (ushort)0;

    /// <summary>Why a person is not opened: they do not allow the purpose, or what it covers is no answer.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="request">What the request says about consent, and where it comes from.</param>
    /// <param name="read">What came of reading the person.</param>
    public Degradation Why(string purpose, DecisionRequest request, in PersonRead read)
    {
        var (asking, allowed) = (Asking(purpose), Allowed(request, read));
        return (asking & allowed) != 0 && !policies.Standard.Rule(CoveredKind.Channel, Channel).Suits(asking, allowed) ? Degradation.ChannelNotCovered : Degradation.NoConsent;
    }

    private PurposeUse Use(string purpose, DecisionRequest request) => PurposeUse.Of(purpose, policies, request.Consent, request.Where);

    private bool Remembered(in PersonRead read, int purpose) =>
        refusals.Refuses(read.Person, purpose) || (!read.Visitor.User.IsNone && refusals.Refuses(read.Visitor.User, purpose));
}

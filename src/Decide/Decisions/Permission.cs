using Kairos.Decide.Ranking;

namespace Kairos.Decide.Decisions;

/// <summary>Says whether a decision may use a person's data for a purpose, whether they could be read or not.</summary>
/// <param name="consent">What was said.</param>
/// <param name="refusals">Who was last seen to refuse.</param>
public sealed class Permission(ConsentCheck consent, RefusalMemory refusals)
{
    /// <summary>The purpose of all decisions unless a placement names another.</summary>
    public const string Personalization = "personalization";

    /// <summary>Whether data may be used. Somebody who could not be read and was last seen to refuse still refuses.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="request">What the request says about consent.</param>
    /// <param name="read">What came of reading the person.</param>
    public bool Granted(string purpose, DecisionRequest request, in PersonRead read)
    {
        var granted = consent.Allows(purpose, request.Consent, read.Snapshot);
        if (read.Person.IsNone)
            return granted;
        if (read.Failure != Degradation.None)
            return granted && !refusals.Refuses(read.Person, purpose);
        refusals.Note(read.Person, purpose, !consent.Allows(purpose, default, read.Snapshot));
        return granted;
    }
}

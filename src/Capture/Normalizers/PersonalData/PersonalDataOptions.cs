namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>What becomes of personal data in texts and addresses of an event, before anything is written. Identifiers and traits are not looked at.</summary>
public sealed class PersonalDataOptions
{
    /// <summary>E-mail addresses.</summary>
    public PersonalDataTreatment Emails { get; init; } = PersonalDataTreatment.Redact;

    /// <summary>Telephone numbers.</summary>
    public PersonalDataTreatment Phones { get; init; } = PersonalDataTreatment.Redact;

    /// <summary>Payment card numbers.</summary>
    public PersonalDataTreatment Cards { get; init; } = PersonalDataTreatment.Redact;

    /// <summary>International bank account numbers.</summary>
    public PersonalDataTreatment Ibans { get; init; } = PersonalDataTreatment.Redact;

    /// <summary>Numbers that states give persons.</summary>
    public PersonalDataTreatment NationalIds { get; init; } = PersonalDataTreatment.Redact;

    /// <summary>The treatment of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public PersonalDataTreatment Of(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.Email => Emails,
        PersonalDataKind.Phone => Phones,
        PersonalDataKind.Card => Cards,
        PersonalDataKind.Iban => Ibans,
        _ => NationalIds,
    };
}

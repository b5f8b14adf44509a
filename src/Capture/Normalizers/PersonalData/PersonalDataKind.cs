namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>What kind of personal data was found in a text.</summary>
public enum PersonalDataKind : byte
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A payment card number that passes the Luhn check.</summary>
    Card,

    /// <summary>An international bank account number that passes its check.</summary>
    Iban,

    /// <summary>A number that a state gives a person, with its check or its written form.</summary>
    NationalId,
}

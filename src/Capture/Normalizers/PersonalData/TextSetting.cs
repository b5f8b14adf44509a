namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>What is known of a text by the name of the member it is the value of.</summary>
[Flags]
public enum TextSetting : byte
{
    /// <summary>Free text or an address.</summary>
    Free = 0,

    /// <summary>It names a thing: digits in it are an article's, so only e-mail addresses and bank accounts are looked for.</summary>
    Id = 1,

    /// <summary>A telephone number is expected: one without a country code counts too.</summary>
    Phone = 2,

    /// <summary>A national id is expected: one whose check alone would be weak counts too.</summary>
    NationalId = 4,

    /// <summary>It is a JSON number: without an expectation only card numbers are looked for.</summary>
    Number = 8,
}

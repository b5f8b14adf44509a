namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>What becomes of personal data that was found.</summary>
public enum PersonalDataTreatment
{
    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>Each of its bytes becomes <c>*</c>.</summary>
    Redact,

    /// <summary>It becomes <c>#</c> and a hash by the workspace's secret, as far as there is room: the same value looks the same.</summary>
    Hash,
}

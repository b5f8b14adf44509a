namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Personal data at a place of a text.</summary>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct PersonalDataMatch(int Start, int Length, PersonalDataKind Kind)
{
    /// <summary>Behind its last byte.</summary>
    public int End => Start + Length;
}

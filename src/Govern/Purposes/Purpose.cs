namespace Kairos.Govern.Purposes;

/// <summary>One thing that data may be used for.</summary>
/// <param name="Index">Its place in every stored consent, 0–15. Stored: never give it to another purpose.</param>
/// <param name="Name">Its name: lower case letters, digits and dashes.</param>
/// <param name="Basis">What counts until the person says otherwise.</param>
public sealed record Purpose(int Index, string Name, LegalBasis Basis)
{
    /// <summary>Most purposes there can be.</summary>
    public const int Max = 16;

    /// <summary>What consent tools call it, in lower case with letters and digits only: <c>c0002</c>, <c>statistics</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether an event itself is of use to it, so that its refusal bears on keeping the event.</summary>
    public bool UsesEvents { get; init; }

    /// <summary>What becomes of an event when this purpose is not allowed. Only for those that use events.</summary>
    public ConsentVerdict WhenRefused { get; init; } = ConsentVerdict.KeepForOthers;

    /// <summary>Whether <c>Sec-GPC: 1</c> refuses it. Source: W3C, Global Privacy Control.</summary>
    public bool RefusedByGpc { get; init; }

    /// <summary>Whether it may use what is known of somebody who is only probably the same person.</summary>
    public bool ProbableLinks { get; init; }

    /// <summary>Which features, models and channels need it.</summary>
    public PurposeCoverage Covers { get; init; } = PurposeCoverage.Nothing;
}

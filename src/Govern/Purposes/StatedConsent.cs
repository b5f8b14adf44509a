namespace Kairos.Govern.Purposes;

/// <summary>What one event says about consent: for each purpose granted, refused or nothing; and the browser's <c>Sec-GPC</c>.</summary>
/// <param name="Granted">Bits of the purposes granted.</param>
/// <param name="Refused">Bits of the purposes refused. Refused outweighs granted.</param>
/// <param name="GlobalPrivacyControl">Whether the request bore <c>Sec-GPC: 1</c>.</param>
public readonly record struct StatedConsent(ushort Granted, ushort Refused, bool GlobalPrivacyControl)
{
    /// <summary>Nothing said at all.</summary>
    public static StatedConsent Nothing => default;

    /// <summary>Whether nothing was said.</summary>
    public bool IsNothing => this == default;

    /// <summary>Adds a statement. A category that no purpose knows says nothing of any purpose.</summary>
    /// <param name="policy">Whose purposes.</param>
    /// <param name="categoryUtf8">A purpose's name, or what a consent tool calls it.</param>
    /// <param name="granted">True for a clear yes; anything else, unreadable words too, is a refusal.</param>
    public StatedConsent With(PurposePolicy policy, ReadOnlySpan<byte> categoryUtf8, bool granted) =>
        policy.Find(categoryUtf8) is { } purpose ? With(purpose, granted) : this;

    /// <summary>Adds a statement.</summary>
    /// <param name="purpose">About what.</param>
    /// <param name="granted">True for a clear yes.</param>
    public StatedConsent With(Purpose purpose, bool granted) => granted
        ? this with { Granted = (ushort)(Granted | PurposePolicy.Bit(purpose.Index)) }
        : this with { Refused = (ushort)(Refused | PurposePolicy.Bit(purpose.Index)) };

    /// <summary>Adds the browser's signal.</summary>
    /// <param name="signal">Whether the request bore <c>Sec-GPC: 1</c>.</param>
    public StatedConsent WithGlobalPrivacyControl(bool signal) => this with { GlobalPrivacyControl = GlobalPrivacyControl || signal };

    /// <summary>What was said in all when this was said later: it replaces what was said before of the same purpose.</summary>
    /// <param name="earlier">What was said before.</param>
    public StatedConsent Over(in StatedConsent earlier)
    {
        var spoken = Granted | Refused;
        return new((ushort)(Granted | (earlier.Granted & ~spoken)), (ushort)(Refused | (earlier.Refused & ~spoken)), GlobalPrivacyControl || earlier.GlobalPrivacyControl);
    }

    /// <summary>All refusals, those of the browser's signal too.</summary>
    /// <param name="policy">What the signal refuses.</param>
    public ushort RefusedUnder(PurposePolicy policy) => (ushort)(Refused | (GlobalPrivacyControl ? policy.RefusedByGpc : 0));
}

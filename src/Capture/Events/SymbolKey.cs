namespace Kairos.Capture.Events;

/// <summary>The 64-bit keyed hash of a word that is compared, never calculated with: a category, a brand, a query. Zero is none.</summary>
/// <param name="Value">The hash.</param>
[GenerateSerializer, Immutable, Alias("kairos.symbol-key")]
public readonly record struct SymbolKey([property: Id(0)] ulong Value)
{
    /// <summary>Whether this is no word.</summary>
    public bool IsNone => Value == 0;
}

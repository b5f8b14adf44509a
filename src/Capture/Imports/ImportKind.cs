namespace Kairos.Capture.Imports;

/// <summary>What the rows of a table are.</summary>
public enum ImportKind
{
    /// <summary>A person each: identifiers, traits, consent.</summary>
    People,

    /// <summary>An event each.</summary>
    Events,
}

namespace Kairos.Govern.Purposes;

/// <summary>What kind of thing a purpose covers.</summary>
public enum CoveredKind
{
    /// <summary>A part of what is known of a person.</summary>
    Feature,

    /// <summary>A model.</summary>
    Model,

    /// <summary>A way by which something reaches a person.</summary>
    Channel,
}

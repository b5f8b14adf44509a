namespace Kairos.Decide.Ranking;

/// <summary>What guards need to know of one candidate. Bits stand in decision records: never reuse one.</summary>
[Flags]
public enum CandidateFacts : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The catalogue knows it, or the caller sent it.</summary>
    Known = 1,

    /// <summary>It can be had.</summary>
    Available = 2,

    /// <summary>The person bought it.</summary>
    Bought = 4,

    /// <summary>It is in the cart.</summary>
    InCart = 8,

    /// <summary>It is the item of the page.</summary>
    Shown = 16,

    /// <summary>The person looked at it in this session.</summary>
    Seen = 32,

    /// <summary>It stands further up in the same list.</summary>
    Repeated = 64,

    /// <summary>It comes from the placement's configured default.</summary>
    Default = 128,

    /// <summary>The person is not interested in it, its brand or its category.</summary>
    NotInterested = 256,
}

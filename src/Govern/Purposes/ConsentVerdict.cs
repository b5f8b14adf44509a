namespace Kairos.Govern.Purposes;

/// <summary>What becomes of one event, from the widest use to none. The order matters: a later one is never wider.</summary>
public enum ConsentVerdict : byte
{
    /// <summary>Kept, for every purpose that uses events.</summary>
    Keep = 0,

    /// <summary>Kept for those purposes that allow it; the others must leave it out.</summary>
    KeepForOthers = 1,

    /// <summary>Kept without identifiers and personal data: it counts, but belongs to nobody.</summary>
    KeepAnonymized = 2,

    /// <summary>Not kept.</summary>
    Drop = 3,
}

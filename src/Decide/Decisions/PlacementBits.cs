using Kairos.Decide.Placements;

namespace Kairos.Decide.Decisions;

/// <summary>The options of a placement that bear on its answer, as one number in records. Bits are stored: never reuse one.</summary>
internal static class PlacementBits
{
    /// <summary>The number of a placement's options.</summary>
    public static int Of(Placement placement) =>
        (placement.SuppressBought ? 1 : 0) | (placement.SuppressInCart ? 2 : 0) | (placement.SuppressShown ? 4 : 0)
        | (placement.SuppressSeen ? 8 : 0) | (placement.OnlyAvailable ? 16 : 0) | (placement.Scope == CategoryScope.Only ? 32 : 0)
        | (placement.SuppressNotInterested ? 64 : 0);

    /// <summary>The placement of a number.</summary>
    public static Placement Read(string id, PlacementKind kind, int bits) => new()
    {
        Id = id,
        Kind = kind,
        SuppressBought = (bits & 1) != 0,
        SuppressInCart = (bits & 2) != 0,
        SuppressShown = (bits & 4) != 0,
        SuppressSeen = (bits & 8) != 0,
        OnlyAvailable = (bits & 16) != 0,
        SuppressNotInterested = (bits & 64) != 0,
        Scope = (bits & 32) != 0 ? CategoryScope.Only : CategoryScope.Context,
    };
}

namespace Kairos.Unify.People;

/// <summary>Price levels: half-octave bands of a price, in whatever currency it was sent in.</summary>
public static class PriceLevels
{
    private const int Lowest = -8; // 1/16 of a unit.

    /// <summary>How many levels there are.</summary>
    public const int Count = 48;

    /// <summary>The level of a price: each is √2 times the one below.</summary>
    /// <param name="price">Above 0.</param>
    /// <returns>0 to <see cref="Count"/> − 1; the first and the last hold what lies beyond.</returns>
    public static byte Of(double price) => (byte)Math.Clamp((int)Math.Floor(2 * Math.Log2(price)) - Lowest, 0, Count - 1);

    /// <summary>The lowest price of a level.</summary>
    /// <param name="level">0 to <see cref="Count"/> − 1.</param>
    public static double Floor(byte level) => Math.Pow(2, (level + Lowest) / 2.0);
}

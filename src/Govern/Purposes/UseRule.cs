namespace Kairos.Govern.Purposes;

/// <summary>Under which purposes one feature, model or channel may be used, and which of them the person must allow for it. Bits as <see cref="PurposePolicy.Bit"/> has them.</summary>
/// <param name="Needs">The purposes that name it: the person must allow each of them, whatever it is used for.</param>
/// <param name="OpenTo">The purposes under which it may be used: those that name it, and those that name nothing of its kind.</param>
public readonly record struct UseRule(ushort Needs, ushort OpenTo)
{
    /// <summary>For any purpose, with no leave but that purpose's own.</summary>
    public static UseRule Open => new(0, ushort.MaxValue);

    /// <summary>Whether it may be used.</summary>
    /// <param name="asking">The bit of the purpose that it is used for.</param>
    /// <param name="allowed">All purposes that the person allows, one bit each.</param>
    public bool Suits(ushort asking, ushort allowed) => (Needs & ~allowed) == 0 && (OpenTo & asking) != 0;
}

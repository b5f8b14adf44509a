using System.Collections.Frozen;

namespace Kairos.Govern.Purposes;

/// <summary>The policies of a server: one for each region that has its own, all with the same purposes. Immutable.</summary>
public sealed class PurposePolicies
{
    private readonly FrozenDictionary<RegionCode, PurposePolicy> _regions;
    private readonly PurposePolicy _unknown;

    /// <summary>Makes them.</summary>
    /// <param name="standard">What counts where nothing else does.</param>
    /// <param name="unknown">What counts where the country is unknown.</param>
    /// <param name="regions">What counts in some countries and regions.</param>
    public PurposePolicies(PurposePolicy standard, PurposePolicy unknown, IReadOnlyDictionary<RegionCode, PurposePolicy> regions)
    {
        (Standard, _unknown) = (standard, unknown);
        _regions = regions.ToFrozenDictionary();
    }

    /// <summary>The same policy everywhere.</summary>
    /// <param name="everywhere">The policy.</param>
    public PurposePolicies(PurposePolicy everywhere)
        : this(everywhere, everywhere, FrozenDictionary<RegionCode, PurposePolicy>.Empty)
    {
    }

    /// <summary>What counts where nothing else does. Its purposes, names and aliases are those of every region.</summary>
    public PurposePolicy Standard { get; }

    /// <summary>Whether it matters where somebody is.</summary>
    public bool IsRegional => _regions.Count > 0;

    /// <summary>What counts somewhere: the region's policy, else its country's, else the standard; its own where the country is unknown.</summary>
    /// <param name="where">Where.</param>
    public PurposePolicy For(RegionCode where)
    {
        if (!IsRegional)
            return Standard;
        if (where.IsUnknown)
            return _unknown;
        return _regions.TryGetValue(where, out var policy) || _regions.TryGetValue(where.Country, out policy) ? policy : Standard;
    }
}

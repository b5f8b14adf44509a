using System.Collections.Frozen;

namespace Kairos.Govern.Purposes;

/// <summary>The rule of each feature, model and channel, worked out once from what all purposes cover. Immutable; asking allocates nothing.</summary>
internal sealed class UseRules
{
    private readonly FrozenDictionary<(CoveredKind Kind, string Name), UseRule> _named;
    private readonly ushort[] _unlimited = new ushort[3];

    /// <summary>Works them out.</summary>
    /// <param name="purposes">All purposes.</param>
    public UseRules(IReadOnlyList<Purpose> purposes)
    {
        var needs = new Dictionary<(CoveredKind, string), ushort>();
        foreach (var purpose in purposes)
        {
            foreach (var kind in Enum.GetValues<CoveredKind>())
            {
                var names = purpose.Covers.Of(kind);
                _unlimited[(int)kind] |= names.Count == 0 ? PurposePolicy.Bit(purpose.Index) : (ushort)0;
                foreach (var name in names)
                    needs[(kind, name)] = (ushort)(needs.GetValueOrDefault((kind, name)) | PurposePolicy.Bit(purpose.Index));
            }
        }

        _named = needs.ToFrozenDictionary(static entry => entry.Key, entry => new UseRule(entry.Value, (ushort)(entry.Value | _unlimited[(int)entry.Key.Item1])));
    }

    /// <summary>Whether any purpose names anything of a kind; else everything of it is open.</summary>
    public bool Restrict(CoveredKind kind)
    {
        foreach (var (named, _) in _named.Keys)
        {
            if (named == kind)
                return true;
        }

        return false;
    }

    /// <summary>The rule of one thing.</summary>
    public UseRule Of(CoveredKind kind, string name) => _named.TryGetValue((kind, name), out var rule) ? rule : new UseRule(0, _unlimited[(int)kind]);
}

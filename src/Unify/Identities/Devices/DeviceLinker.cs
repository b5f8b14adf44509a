using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Identities.Devices;

/// <summary>Finds devices of one person among those that were on one network.</summary>
/// <remarks>
/// The model of Fellegi and Sunter again (<see cref="MatchModel"/>), learned from these pairs alone: so what all who live together have in common weighs nothing, and only
/// what tells one of them from another does. Then devices of one kind compete: of two phones in a home at most one is the laptop's owner's.
/// </remarks>
/// <param name="networkDevicesMax">Most devices on a network that says anything.</param>
internal sealed class DeviceLinker(int networkDevicesMax)
{
    private const int PairsMin = 30; // From fewer, nothing can be learned,
    private const double MatchesMin = 10; // nor from a few odd ones.

    /// <summary>A pair that may be one person's.</summary>
    /// <param name="A">Number of the device with the lower number.</param>
    /// <param name="B">Number of the other.</param>
    /// <param name="Probability">Posterior probability, 0–1.</param>
    /// <param name="Reasons">What each field says.</param>
    internal sealed record Pair(int A, int B, double Probability, FieldWeight[] Reasons);

    /// <summary>Links.</summary>
    /// <param name="devices">Devices that nobody signed in on, and people with theirs.</param>
    /// <param name="isPerson">Of each whether it is a person: two people are never linked by their devices.</param>
    /// <param name="step">Is told how far it is, 0–1; throws to give up.</param>
    /// <param name="pairs">Receives how many pairs were compared.</param>
    /// <returns>The likeliest first.</returns>
    public List<Pair> Link(IReadOnlyList<DeviceEvidence> devices, IReadOnlyList<bool> isPerson, Action<double> step, out int pairs)
    {
        var networks = Networks(devices);
        var comparison = new DeviceComparison(devices, networks.ToDictionary(static network => network.Key, static network => network.Value.Count));
        var patterns = new SortedDictionary<(int A, int B), UInt128>();
        foreach (var members in networks.Values)
        {
            step((double)patterns.Count / (devices.Count + patterns.Count + 1));
            foreach (var (a, b) in from a in members from b in members where a < b && !(isPerson[a] && isPerson[b]) select (a, b))
                patterns.TryAdd((a, b), default);
        }

        foreach (var pair in patterns.Keys.ToArray())
            patterns[pair] = comparison.Compare(pair.A, pair.B);
        pairs = patterns.Count;
        if (pairs < PairsMin)
            return [];
        var counts = patterns.Values.GroupBy(static pattern => pattern).ToDictionary(static group => group.Key, static group => (double)group.Count());
        var model = new MatchEstimation([.. DeviceComparison.Fields.Select(static field => field.Levels.Length)], counts, counts, pairs).Run(devices.Count, Math.Min(devices.Count, 0.9 * pairs));
        step(1);
        if (model.Prior * pairs < MatchesMin)
            return [];
        return Compete(devices, isPerson, [.. patterns.Select(pair => (pair.Key.A, pair.Key.B, Odds: Math.Exp(Math.Clamp(model.LogOdds(pair.Value), -30, 30)), pair.Value))], model);
    }

    private Dictionary<ulong, List<int>> Networks(IReadOnlyList<DeviceEvidence> devices)
    {
        var networks = new Dictionary<ulong, List<int>>();
        for (var device = 0; device < devices.Count; device++)
        {
            foreach (var network in devices[device].Networks.Keys)
            {
                if (!networks.TryGetValue(network, out var members))
                    networks.Add(network, members = []);
                if (members.Count <= networkDevicesMax)
                    members.Add(device);
            }
        }

        return networks.Where(network => network.Value.Count > 1 && network.Value.Count <= networkDevicesMax).ToDictionary();
    }

    // One person has one phone and one computer, mostly; and a device has one person.
    private static List<Pair> Compete(IReadOnlyList<DeviceEvidence> devices, IReadOnlyList<bool> isPerson, List<(int A, int B, double Odds, UInt128 Pattern)> pairs, MatchModel model)
    {
        var sums = new Dictionary<(int, string), double>();
        foreach (var (a, b, odds, _) in pairs)
        {
            sums[(a, Kind(b))] = sums.GetValueOrDefault((a, Kind(b))) + odds;
            sums[(b, Kind(a))] = sums.GetValueOrDefault((b, Kind(a))) + odds;
        }

        return
        [
            .. pairs.Select(pair => new Pair(pair.A, pair.B, pair.Odds / (1 + Math.Max(Sum(pair.A, pair.B), Sum(pair.B, pair.A))), Reasons(model, pair.Pattern)))
                .OrderByDescending(static pair => pair.Probability).ThenBy(static pair => pair.A).ThenBy(static pair => pair.B),
        ];

        double Sum(int of, int kind) => sums[(of, Kind(kind))];

        string Kind(int device) => isPerson[device] ? "person" : devices[device].Classes.Order(StringComparer.Ordinal).FirstOrDefault() ?? "";
    }

    private static FieldWeight[] Reasons(MatchModel model, UInt128 pattern) =>
    [
        .. from field in Enumerable.Range(0, DeviceComparison.Fields.Count)
           let level = RecordComparer.LevelOf(pattern, field)
           where level >= 0
           select new FieldWeight(DeviceComparison.Fields[field].Name, DeviceComparison.Fields[field].Levels[level], model.Weight(field, level) / Math.Log(2)),
    ];
}

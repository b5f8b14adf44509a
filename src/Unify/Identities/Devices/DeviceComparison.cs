namespace Kairos.Unify.Identities.Devices;

/// <summary>Compares two devices that were on one network field by field into a pattern: four bits a field, 0 where either says nothing, else the level + 1.</summary>
/// <remarks>Where they are is no field: whoever shares a home shares its town and its time zone.</remarks>
/// <param name="devices">The devices.</param>
/// <param name="networks">Of each network that says anything, how many devices were on it.</param>
internal sealed class DeviceComparison(IReadOnlyList<DeviceEvidence> devices, IReadOnlyDictionary<ulong, int> networks)
{
    private const int HourEventsMin = 20;
    private static readonly double[] Likenesses = [0.8, 0.6, 0.4, 0.2];

    private readonly Dictionary<ulong, int> _items = Frequencies(devices.Select(static device => device.Items));
    private readonly Dictionary<ulong, int> _categories = Frequencies(devices.Select(static device => device.Categories));
    private readonly int _rareMax = Math.Max(3, devices.Count / 50);

    /// <summary>The fields: name, and levels, the likest first.</summary>
    public static IReadOnlyList<(string Name, string[] Levels)> Fields { get; } =
    [
        ("networks in common", ["three or more", "two", "one"]),
        ("devices on the network", ["just the two", "three", "four or five", "more"]),
        ("rare items in common", ["three or more", "two", "one", "none"]),
        ("categories", ["very alike", "alike", "rather alike", "hardly alike", "unlike"]),
        ("hours of day", ["very alike", "alike", "rather alike", "hardly alike", "unlike"]),
        ("campaigns", ["one in common", "none in common"]),
        ("kind of device", ["different", "the same"]),
        ("system", ["same maker", "other maker"]),
        ("locale", ["equal", "same language", "different"]),
    ];

    /// <summary>The pattern of two. The order does not matter.</summary>
    /// <param name="a">Number of a device.</param>
    /// <param name="b">Number of another.</param>
    public UInt128 Compare(int a, int b)
    {
        var (one, other) = (devices[a], devices[b]);
        UInt128 pattern = 0;
        var shared = one.Networks.Keys.Where(network => other.Networks.ContainsKey(network) && networks.ContainsKey(network)).ToList();
        Set(0, 3 - Math.Clamp(shared.Count, 1, 3));
        Set(1, shared.Min(network => networks[network]) switch { <= 2 => 0, 3 => 1, <= 5 => 2, _ => 3 });
        if (one.Items.Count > 0 && other.Items.Count > 0)
            Set(2, 3 - Math.Min(3, one.Items.Keys.Count(item => _items[item] <= _rareMax && other.Items.ContainsKey(item))));
        if (one.Categories.Count > 0 && other.Categories.Count > 0)
            Set(3, Level(Cosine(one.Categories, other.Categories)));
        if (one.Hours.Sum() >= HourEventsMin && other.Hours.Sum() >= HourEventsMin)
            Set(4, Level(Cosine(one.Hours, other.Hours)));
        if (one.Campaigns.Count > 0 && other.Campaigns.Count > 0)
            Set(5, one.Campaigns.Keys.Any(other.Campaigns.ContainsKey) ? 0 : 1);
        if (one.Classes.Count > 0 && other.Classes.Count > 0)
            Set(6, one.Classes.Overlaps(other.Classes) ? 1 : 0);
        if (one.Systems.Count > 0 && other.Systems.Count > 0)
            Set(7, one.Systems.Select(Maker).Intersect(other.Systems.Select(Maker)).Any() ? 0 : 1);
        if (one.Locales.Count > 0 && other.Locales.Count > 0)
            Set(8, one.Locales.Overlaps(other.Locales) ? 0 : one.Locales.Select(Language).Intersect(other.Locales.Select(Language)).Any() ? 1 : 2);
        return pattern;

        void Set(int field, int level) => pattern |= (UInt128)(uint)(level + 1) << (4 * field);
    }

    private static int Level(double cosine) => Array.FindIndex(Likenesses, bound => cosine >= bound) is >= 0 and var level ? level : Likenesses.Length;

    // What many look at says little of who looks.
    private double Cosine(Dictionary<ulong, int> one, Dictionary<ulong, int> other)
    {
        double dot = 0, left = 0, right = 0;
        foreach (var (key, count) in one)
        {
            var weight = Weight(key);
            left += Square(Math.Log(1 + count) * weight);
            if (other.TryGetValue(key, out var theirs))
                dot += Math.Log(1 + count) * Math.Log(1 + theirs) * weight * weight;
        }

        foreach (var (key, count) in other)
            right += Square(Math.Log(1 + count) * Weight(key));
        return dot == 0 ? 0 : dot / Math.Sqrt(left * right);

        double Weight(ulong key) => Math.Log(1 + ((double)devices.Count / _categories[key]));
    }

    // An hour earlier or later is nearly the same hour.
    private static double Cosine(int[] one, int[] other)
    {
        double dot = 0, left = 0, right = 0;
        for (var hour = 0; hour < one.Length; hour++)
        {
            double a = Smooth(one, hour), b = Smooth(other, hour);
            dot += a * b;
            left += a * a;
            right += b * b;
        }

        return dot / Math.Sqrt(left * right);
    }

    private static double Smooth(int[] hours, int at) => (2 * hours[at]) + hours[(at + 1) % hours.Length] + hours[(at + hours.Length - 1) % hours.Length];

    private static double Square(double number) => number * number;

    private static string Maker(string system) => system is "iOS" or "Mac OS X" or "Mac OS" ? "Apple" : "other";

    private static string Language(string locale) => locale.Split('-', '_')[0];

    private static Dictionary<ulong, int> Frequencies(IEnumerable<Dictionary<ulong, int>> all)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var key in all.SelectMany(static each => each.Keys))
            counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts;
    }
}

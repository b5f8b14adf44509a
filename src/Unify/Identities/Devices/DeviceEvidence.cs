using System.Runtime.InteropServices;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities.Devices;

/// <summary>What one device, or all devices of one person, show of themselves. Bounded: what comes beyond a bound is not taken in.</summary>
internal sealed class DeviceEvidence
{
    private const int NetworksMax = 32;
    private const int WordsMax = 128;
    private const int HoursOfDay = 24;

    /// <summary>Networks, by keyed hash, with how many events came from each.</summary>
    public Dictionary<ulong, int> Networks { get; } = [];

    /// <summary>Items looked at, by key.</summary>
    public Dictionary<ulong, int> Items { get; } = [];

    /// <summary>Categories looked at, by key.</summary>
    public Dictionary<ulong, int> Categories { get; } = [];

    /// <summary>Campaigns that brought it, by hash.</summary>
    public Dictionary<ulong, int> Campaigns { get; } = [];

    /// <summary>Classes of device: <c>phone</c>, <c>desktop</c>, …</summary>
    public HashSet<string> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>Families of operating systems.</summary>
    public HashSet<string> Systems { get; } = new(StringComparer.Ordinal);

    /// <summary>Locales.</summary>
    public HashSet<string> Locales { get; } = new(StringComparer.Ordinal);

    /// <summary>Events by hour of the day, where the visitor is.</summary>
    public int[] Hours { get; } = new int[HoursOfDay];

    /// <summary>Events in all.</summary>
    public int Events { get; set; }

    /// <summary>Takes in an event.</summary>
    /// <param name="view">A record that bears a network.</param>
    /// <param name="workspace">Whose, for hashing.</param>
    public void Add(EventView view, Workspace workspace)
    {
        Events++;
        foreach (var field in view)
        {
            switch (field.Field)
            {
                case EventField.Network when field.Value.Length == 8: Count(Networks, (ulong)field.Integer, NetworksMax); break;
                case EventField.Item:
                    var (item, category) = field.ItemKeys;
                    Count(Items, item.Value, WordsMax);
                    Count(Categories, category.Value, WordsMax);
                    break;
                case EventField.CampaignName: Count(Campaigns, workspace.Secret.Hash64(KeyDomain.Symbol, field.Value), NetworksMax); break;
                case EventField.LocalTime when field.Value.Length == 2 && field.Value[0] < HoursOfDay: Hours[field.Value[0]]++; break;
                case EventField.DeviceClass: Note(Classes, field.Text); break;
                case EventField.Os: Note(Systems, field.Text); break;
                case EventField.Locale: Note(Locales, field.Text); break;
            }
        }
    }

    /// <summary>Takes in what another device of the same person shows.</summary>
    /// <param name="other">The other.</param>
    public void Add(DeviceEvidence other)
    {
        Events += other.Events;
        foreach (var (mine, theirs, most) in ((Dictionary<ulong, int>, Dictionary<ulong, int>, int)[])
            [(Networks, other.Networks, NetworksMax), (Items, other.Items, WordsMax), (Categories, other.Categories, WordsMax), (Campaigns, other.Campaigns, NetworksMax)])
        {
            foreach (var (key, count) in theirs)
                Count(mine, key, most, count);
        }

        Classes.UnionWith(other.Classes);
        Systems.UnionWith(other.Systems);
        Locales.UnionWith(other.Locales);
        for (var hour = 0; hour < HoursOfDay; hour++)
            Hours[hour] += other.Hours[hour];
    }

    private static void Count(Dictionary<ulong, int> counts, ulong key, int most, int by = 1)
    {
        if (key != 0 && (counts.Count < most || counts.ContainsKey(key)))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += by;
    }

    private static void Note(HashSet<string> words, string word)
    {
        if (words.Count < 8)
            words.Add(word);
    }
}

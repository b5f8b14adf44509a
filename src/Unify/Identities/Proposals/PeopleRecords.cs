using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Gathers the people of a workspace as records: one for each person known by a user id, an address or the like, with the traits that are plain values.</summary>
/// <param name="store">Where people are kept.</param>
/// <param name="partitions">How many partitions there are.</param>
/// <param name="settings">How people are stored and put together.</param>
/// <param name="policies">Whoever allows none of the purposes that take probable links is left out.</param>
/// <param name="options">Bounds.</param>
internal sealed class PeopleRecords(IPeopleStore store, int partitions, ShardSettings settings, PurposePolicies policies, LinkageRunOptions options)
{
    private const int ValueCharsMax = 200;
    private readonly List<(End, End)> _deviceLinks = [];

    /// <summary>How many people there are beyond the bound.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Probable links of devices that were come across.</summary>
    public IReadOnlyList<(End Own, End Other)> DeviceLinks => _deviceLinks;

    /// <summary>Gathers.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="step">Is told how far it is, 0–1; throws to give up.</param>
    public List<LinkageRecord> Gather(Workspace workspace, Action<double> step)
    {
        var roots = Roots(workspace, step);
        var nodes = new StoredNodes(store, partitions, workspace.Id.Value, settings.People);
        var records = new List<LinkageRecord>(roots.Count);
        for (var i = 0; i < roots.Count; i++)
        {
            if (i % 64 == 0)
                step(0.5 + (0.5 * i / roots.Count));
            if (Record(workspace, nodes, roots[i]) is { } record)
                records.Add(record);
        }

        return records;
    }

    // Whoever leads to nobody stands for a person.
    private List<End> Roots(Workspace workspace, Action<double> step)
    {
        var roots = new List<End>();
        for (var partition = 0; partition < partitions; partition++)
        {
            step(0.5 * partition / partitions);
            store.Visit(partition, withBlobs: true, (id, blob) =>
            {
                if (id.Workspace != workspace.Id.Value)
                    return;
                var person = PersonCode.Read(id, blob, settings.People);
                var kind = KindOf(workspace, person);
                if (kind == KeyDomain.AnonymousId)
                    _deviceLinks.AddRange(person.Links.Where(static link => link.IsProbable).Select(link => (new End(kind, id.Key), new End(link.Kind, link.Other))));
                if (kind is not (KeyDomain.UserId or KeyDomain.Email or KeyDomain.Phone or KeyDomain.ExternalId)
                    || (kind != KeyDomain.UserId && IdentityLinks.Upwards([new NodeReading { Key = id.Key, Kind = kind, Links = person.Links }], settings.Identities).Count > 0))
                    return;
                if (roots.Count < options.RecordsMax)
                    roots.Add(new End(kind, id.Key));
                else
                    LeftOut++;
            });
        }

        return roots;
    }

    // Who has no links was never told of what kind it is, and what a user did on a device has no name of its own.
    private static KeyDomain KindOf(Workspace workspace, Person person)
    {
        if (person.Kind != default)
            return person.Kind;
        var user = Array.Find(person.Identifiers, static known => known.Type == IdentifierType.UserId).Id;
        return user is not null && PersonKey.Of(workspace, KeyDomain.UserId, Encoding.UTF8.GetBytes(user)) == person.Id.Key ? KeyDomain.UserId : default;
    }

    private LinkageRecord? Record(Workspace workspace, StoredNodes nodes, End root)
    {
        var start = nodes.Read(root.Key, []) with { Kind = root.Kind };
        var tree = new IdentityWalk((key, users) => new(nodes.Read(key, users)), settings.Identities).From(start).AsTask().GetAwaiter().GetResult(); // Nothing to wait for.
        if (tree.Root != root.Key)
            return null;
        var person = PersonJoin.Of(new PersonId(workspace.Id.Value, root.Key), PersonJoin.PartsOf(tree, workspace.Id.Value, null, settings.People, settings.Identities), settings.People, settings.Sessions);
        if (!LinkageConsent.Allows(policies, person))
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var trait in person.Traits)
            Add(values, trait);
        return values.Count == 0 ? null : LinkageRecord.Of(tree, root.Kind, values);
    }

    private void Add(Dictionary<string, string> values, Trait trait)
    {
        using var json = JsonDocument.Parse(trait.Json);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            Add(values, trait.Name, json.RootElement);
        else
        {
            foreach (var member in json.RootElement.EnumerateObject()) // An address comes as an object of plain values.
                Add(values, trait.Name + "." + member.Name, member.Value);
        }
    }

    private void Add(Dictionary<string, string> values, string name, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        };
        if (text.Length is > 0 and <= ValueCharsMax && !options.ExceptTraits.Contains(name))
            values[name] = text;
    }
}

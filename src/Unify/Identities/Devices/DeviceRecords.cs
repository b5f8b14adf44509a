using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Proposals;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Identities.Devices;

/// <summary>Puts what devices show to whoever they are known to belong to: a device that nobody signed in on stands for itself, all others for their person.</summary>
/// <param name="nodes">Reads identifiers.</param>
/// <param name="workspace">Whose.</param>
/// <param name="settings">How people are put together.</param>
/// <param name="policies">Whoever allows none of the purposes that take probable links is left out.</param>
/// <param name="options">Bounds.</param>
internal sealed class DeviceRecords(StoredNodes nodes, Workspace workspace, ShardSettings settings, PurposePolicies policies, DeviceLinkageOptions options)
{
    /// <summary>A device that nobody signed in on, or a person with their devices.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Evidence">What it shows.</param>
    internal sealed record Shown(LinkageRecord Record, DeviceEvidence Evidence)
    {
        /// <summary>Whether it is a person.</summary>
        public bool IsPerson => Record.Root.Kind != KeyDomain.AnonymousId;
    }

    /// <summary>Gathers; those of whom too little is known are left out, and devices that several people sign in on.</summary>
    /// <param name="devices">What each device shows, by the key of its anonymous id.</param>
    /// <param name="step">Is told how far it is, 0–1; throws to give up.</param>
    public List<Shown> Gather(IReadOnlyDictionary<PersonKey, DeviceEvidence> devices, Action<double> step)
    {
        var roots = new Dictionary<PersonKey, Shown>();
        var done = 0;
        foreach (var (key, evidence) in devices.OrderBy(static device => device.Key))
        {
            if (done++ % 64 == 0)
                step(done / (double)devices.Count);
            var node = nodes.Read(key, []) with { Kind = KeyDomain.AnonymousId };
            if (node.Links.Count(static link => link.Kind == KeyDomain.UserId && link.IsSaid) > 1)
                continue; // A family's: what it shows is not one person's.
            var tree = new IdentityWalk((other, users) => new(nodes.Read(other, users)), settings.Identities).From(node).AsTask().GetAwaiter().GetResult(); // Nothing to wait for.
            if (!roots.TryGetValue(tree.Root, out var shown) && Record(tree) is { } record)
                roots.Add(tree.Root, shown = new Shown(record, new DeviceEvidence()));
            shown?.Evidence.Add(evidence);
        }

        return [.. roots.Values.Where(shown => shown.Evidence.Events >= options.EventsMin)];
    }

    private LinkageRecord? Record(IdentityTree tree)
    {
        var person = PersonJoin.Of(new PersonId(workspace.Id.Value, tree.Root), PersonJoin.PartsOf(tree, workspace.Id.Value, null, settings.People, settings.Identities), settings.People, settings.Sessions);
        return LinkageConsent.Allows(policies, person) ? LinkageRecord.Of(tree, tree.Members[0].Node.Kind, new Dictionary<string, string>()) : null;
    }
}

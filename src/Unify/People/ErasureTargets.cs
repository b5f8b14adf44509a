using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>All that a person is known by: the identifiers that links join, those of others that are linked to them, and contacts.</summary>
/// <param name="people">Reads people.</param>
internal sealed class ErasureTargets(IPeople people) : IErasureTargets
{
    private static readonly string[] Contacts = ["email", "phone"];

    /// <inheritdoc/>
    public async ValueTask<ErasureTarget?> KeysOf(Workspace workspace, string type, string id, CancellationToken cancel = default)
    {
        if (!ProfileName.TryParse($"{type}:{id}", out var name))
            return null;
        var visitor = name.Route(people, workspace);
        var snapshot = await people.Read(workspace.Id, visitor, cancel);
        var tree = await people.Identities(workspace.Id, visitor, cancel);
        var own = tree.Members.Where(static member => !member.IsShared).Select(static member => member.Node.Key).Append(visitor.Key).ToHashSet();
        // A device that is somebody else's too may be named by its own id; then whoever it leads to is meant.
        var linked = tree.Members.SelectMany(static member => member.Node.Links.Select(static link => link.Other).Append(member.Node.Key));
        var identifiers = snapshot.Identifiers.Select(static known => known.Id).Append(id)
            .Concat(snapshot.Traits.Where(static trait => Contacts.Contains(trait.Name)).Select(Text).OfType<string>());
        return new ErasureTarget(workspace.Id.Value, Keys(own), Keys(linked.Where(key => !own.Contains(key))), [.. identifiers.Distinct(StringComparer.Ordinal)], snapshot.Events > 0 ? 1 : 0);
    }

    private static SubjectKey[] Keys(IEnumerable<PersonKey> keys) => [.. keys.Distinct().Select(static key => new SubjectKey(key.High, key.Low))];

    private static string? Text(Trait trait)
    {
        using var json = JsonDocument.Parse(trait.Json);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }
}

using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>All that a person is known by: the keys under which the journal and the shards hold them, and their identifiers.</summary>
/// <param name="people">Reads people.</param>
internal sealed class ErasureTargets(IPeople people) : IErasureTargets
{
    private static readonly string[] Contacts = ["email", "phone"];

    /// <inheritdoc/>
    public async ValueTask<ErasureTarget?> KeysOf(Workspace workspace, string type, string id, CancellationToken cancel = default)
    {
        if (DomainOf(type) is not { } domain)
            return null;
        var (routed, device) = type == IdentifierType.AnonymousId ? people.Route(workspace, id, "") : people.Route(workspace, "", id);
        var snapshot = await people.Read(workspace.Id, routed, device, cancel);
        var keys = new HashSet<PersonKey> { KeyOf(workspace, domain, id), routed };
        // What a server said of the user before the first log-in lies under the user's own key; on a shared device it is not clear whose it is.
        var users = snapshot.Identifiers.Where(static known => known.Type == IdentifierType.UserId).ToArray();
        if (users.Length == 1)
            keys.Add(KeyOf(workspace, KeyDomain.UserId, users[0].Id));

        var identifiers = new HashSet<string>(StringComparer.Ordinal) { id };
        var parts = 0;
        foreach (var key in keys)
        {
            var part = key == routed ? snapshot : await people.Read(workspace.Id, key, 0, cancel);
            parts += part.Events > 0 ? 1 : 0;
            foreach (var known in part.Identifiers)
                if (DomainOf(known.Type) is not { } of || keys.Contains(KeyOf(workspace, of, known.Id)))
                    identifiers.Add(known.Id);
            identifiers.UnionWith(part.Traits.Where(static trait => Contacts.Contains(trait.Name)).Select(Text).OfType<string>());
        }

        return new ErasureTarget(workspace.Id.Value, [.. keys.Select(static key => new SubjectKey(key.High, key.Low))], [.. identifiers], parts);
    }

    private static KeyDomain? DomainOf(string type) =>
        type == IdentifierType.AnonymousId ? KeyDomain.AnonymousId : type == IdentifierType.UserId ? KeyDomain.UserId : null;

    private static PersonKey KeyOf(Workspace workspace, KeyDomain domain, string id) => PersonKey.Of(workspace, domain, Encoding.UTF8.GetBytes(id));

    private static string? Text(Trait trait)
    {
        using var json = JsonDocument.Parse(trait.Json);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }
}

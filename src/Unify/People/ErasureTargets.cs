using System.Text.Json;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

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
        var spans = tree.Members.Where(static member => !member.IsShared).Select(static member => Span(member.Node)).OfType<SubjectSpan>().ToArray();
        var neighbours = linked.Concat(spans.Select(static span => JournalMarks.PersonOf(span.Key))).Where(key => !own.Contains(key));
        return new ErasureTarget(workspace.Id.Value, Keys(own), Keys(neighbours), [.. identifiers.Distinct(StringComparer.Ordinal)], snapshot.Events > 0 ? 1 : 0) { Spans = spans };
    }

    // What lies under an identifier that was divided at a time is theirs for a time only.
    private static SubjectSpan? Span(NodeReading node)
    {
        var (origin, since) = (Periods.Origin(node.Periods, node.Key), Periods.Since(node.Periods, node.Key));
        return !origin.IsNone ? new SubjectSpan(Subject(origin.Subject), origin.FromMs, origin.UntilMs)
            : since > 0 ? new SubjectSpan(Subject(node.Key), since, long.MaxValue) : null;
    }

    private static SubjectKey[] Keys(IEnumerable<PersonKey> keys) => [.. keys.Distinct().Select(Subject)];

    private static SubjectKey Subject(PersonKey key) => new(key.High, key.Low);

    private static string? Text(Trait trait)
    {
        using var json = JsonDocument.Parse(trait.Json);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }
}

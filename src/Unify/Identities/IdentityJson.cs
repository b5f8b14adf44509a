using System.Globalization;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>Writes the identifiers of a person, and what was ever said about them, for people to read.</summary>
internal sealed class IdentityJson(Workspace workspace, IdentityTree tree, PeopleOptions options)
{
    private readonly Dictionary<PersonKey, KnownIdentifier> _names = Names(workspace, tree, options);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", tree.Root.ToString());
        json.WriteBoolean("complete", !tree.IsCut);
        json.WriteStartArray("identifiers");
        foreach (var member in tree.Members)
        {
            json.WriteStartObject();
            Name(json, member.Node.Kind, member.Node.Key);
            json.WriteBoolean("shared", member.IsShared);
            if (!member.Parent.IsNone)
                json.WriteString("leadsTo", member.Parent.ToString());
            Time(json, "since", member.SinceMs);
            var origin = Periods.Origin(member.Node.Periods, member.Node.Key);
            Time(json, "from", origin.IsNone ? Periods.Since(member.Node.Periods, member.Node.Key) : origin.FromMs);
            Time(json, "until", origin.UntilMs);
            json.WriteStartArray("links");
            foreach (var link in member.Node.Links)
                Link(json, link);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Link(Utf8JsonWriter json, in IdentityLink link)
    {
        json.WriteStartObject();
        Name(json, link.Kind, link.Other);
        json.WriteBoolean("active", link.IsActive);
        if (IdentityLinks.IsIdentity(link.Kind))
            json.WriteBoolean("joined", link.IsActive && tree.Has(link.Other)); // Not when a bound left it out, or it is another's.
        json.WriteString("role", link.Role switch
        {
            LinkRole.None => "equal",
            LinkRole.LeadsToOther => "leads-to",
            LinkRole.OtherLeadsHere => "led-to-by",
            _ => "both",
        });
        Time(json, "firstSaidAt", link.FirstAtMs == long.MaxValue ? 0 : link.FirstAtMs);
        Time(json, "lastSaidAt", link.SaidAtMs);
        Time(json, "mergedAt", link.MergedAtMs);
        Time(json, "splitAt", link.CutAtMs);
        json.WriteEndObject();
    }

    // Addresses and the like are known by their hash alone.
    private void Name(Utf8JsonWriter json, KeyDomain kind, PersonKey key)
    {
        json.WriteString("type", kind switch
        {
            KeyDomain.AnonymousId => IdentifierType.AnonymousId,
            KeyDomain.UserId => IdentifierType.UserId,
            _ => kind.ToString()[..1].ToLower(CultureInfo.InvariantCulture) + kind.ToString()[1..],
        });
        if (_names.TryGetValue(key, out var name))
            json.WriteString("id", name.Id);
        json.WriteString("key", key.ToString());
    }

    private static Dictionary<PersonKey, KnownIdentifier> Names(Workspace workspace, IdentityTree tree, PeopleOptions options)
    {
        var names = new Dictionary<PersonKey, KnownIdentifier>();
        foreach (var member in tree.Members)
        {
            IEnumerable<KnownIdentifier> known = member.Node.Alone?.Identifiers ?? [];
            foreach (var state in member.Node.Parts.Select(static part => part.State).Append(member.Node.State).OfType<byte[]>())
                known = known.Concat(PersonCode.Read(new PersonId(workspace.Id.Value, member.Node.Key), state, options).Identifiers);
            foreach (var identifier in known)
            {
                if (identifier.Type is IdentifierType.AnonymousId or IdentifierType.UserId)
                    names[PersonKey.Of(workspace, identifier.Type == IdentifierType.UserId ? KeyDomain.UserId : KeyDomain.AnonymousId, Encoding.UTF8.GetBytes(identifier.Id))] = identifier;
            }
        }

        foreach (var period in tree.Members.SelectMany(static member => member.Node.Periods))
        {
            if (names.TryGetValue(period.Subject, out var subject))
                names[period.Past] = subject;
        }

        return names;
    }

    private static void Time(Utf8JsonWriter json, string name, long atMs)
    {
        if (atMs > 0)
            json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(atMs));
    }
}

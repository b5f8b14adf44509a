using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Exports;

/// <summary>Writes people and accounts as lines of JSON, each as what is known under one identifier: of whom it is one, its links say.</summary>
internal sealed class PersonLines(ICatalogue catalogue, ShardSettings settings, TimeProvider clock)
{
    private readonly SnapshotBuilder _snapshots = new(settings.Sessions, settings.People);

    /// <summary>Writes what came by one identifier: the members of a profile, sessions, what is not wanted, and links.</summary>
    public void Person(Person person, Stream to)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var snapshot = _snapshots.Of(person, 0, nowMs, 0);
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("key", person.Id.Key.ToString());
            if (person.Kind != default)
                json.WriteString("type", Word(person.Kind));
            if (Periods.Origin(person.Periods, person.Id.Key) is { IsNone: false } origin)
                json.WriteString("pastOf", origin.Subject.ToString());
            var profile = new ProfileJson(catalogue, json, snapshot, Standing.Of(snapshot, nowMs, settings.People));
            profile.Members();
            profile.SessionList();
            ConsentJson.WriteInterests(json, snapshot, catalogue, new WorkspaceId(person.Id.Workspace));
            if (!person.Pin.Key.IsNone)
                json.WriteString("bucketingKey", person.Pin.Key.ToString());
            Links(json, "links", person.Links);
            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }

    /// <summary>Writes an account.</summary>
    /// <param name="account">What is known of it.</param>
    /// <param name="id">Its id, as far as the journal still has it.</param>
    /// <param name="to">Receives the line.</param>
    public static void Account(Person account, string? id, Stream to)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("key", account.Id.Key.ToString());
            json.WriteString("id", id);
            json.WriteStartObject("traits");
            foreach (var trait in account.Traits)
            {
                json.WritePropertyName(trait.Name);
                json.WriteRawValue(trait.Json);
            }

            json.WriteEndObject();
            Links(json, "members", account.Links);
            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }

    private static void Links(Utf8JsonWriter json, string name, IdentityLink[] links)
    {
        json.WriteStartArray(name);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("key", link.Other.ToString());
            json.WriteString("type", Word(link.Kind));
            json.WriteBoolean("active", link.IsActive);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(KeyDomain kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

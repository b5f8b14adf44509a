using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>Writes an account for people to read: keys become the ids and words of the catalogue where it knows them.</summary>
internal sealed class AccountJson(ICatalogue catalogue, WorkspaceId workspace, Utf8JsonWriter json)
{
    public void Write(string id, Account account)
    {
        var sum = account.Sum;
        var asOf = DateTimeOffset.FromUnixTimeMilliseconds(sum.AsOfMs);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("complete", !sum.IsCut);
        json.WriteStartObject("traits");
        foreach (var trait in sum.Traits)
        {
            json.WritePropertyName(trait.Name);
            json.WriteRawValue(trait.Json);
        }

        json.WriteEndObject();
        json.WriteString("stage", Name(sum.Furthest));
        json.WriteString("buyingStage", Name(sum.Stage));
        json.WriteStartObject("stages");
        for (var stage = 0; stage < sum.Stages.Count; stage++)
            json.WriteNumber(Name((IntentStage)stage), sum.Stages[stage]);
        json.WriteEndObject();
        json.WriteStartObject("active");
        json.WriteNumber("people7d", account.ActiveSince(asOf.AddDays(-7).ToUnixTimeMilliseconds()));
        json.WriteNumber("people30d", account.ActiveSince(asOf.AddDays(-30).ToUnixTimeMilliseconds()));
        json.WriteEndObject();
        json.WriteStartObject("counts");
        foreach (var count in sum.Counts)
            json.WriteNumber(CodeNames.Of(count.Code), count.Count);
        json.WriteEndObject();
        Each("topics", sum.Topics, Topic);
        Each("people", account.Members, Member);
        Each("activity", account.Activity, Act);
        json.WriteEndObject();
    }

    private void Each<T>(string name, IEnumerable<T> all, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var one in all)
        {
            json.WriteStartObject();
            members(one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Topic(AccountTopic topic)
    {
        json.WriteString("category", Word(topic.Category));
        json.WriteNumber("weight", Math.Round(topic.Weight, 4));
        json.WriteNumber("people", topic.People);
        json.WriteNumber("thisWeek", topic.Lately);
        json.WriteNumber("usualWeek", Math.Round(topic.Usual, 4));
        json.WriteNumber("peopleThisWeek", topic.PeopleLately);
        json.WriteNumber("surge", Math.Round(topic.Surge, 4));
        json.WriteBoolean("surging", topic.IsSurging);
    }

    private void Member(AccountMember member)
    {
        json.WriteString("id", member.Person.Key.ToString());
        json.WriteStartArray("identifiers");
        foreach (var identifier in member.Person.Identifiers)
            json.WriteStringValue($"{identifier.Type}:{identifier.Id}");
        json.WriteEndArray();
        json.WriteString("role", member.Role);
        json.WriteString("by", member.ByDomain ? "domain" : "group");
        json.WriteString("stage", member.Stage is { } stage ? Name(stage) : null);
        json.WriteNumber("events", member.Person.Events);
        json.WriteString("lastSeenAt", DateTimeOffset.FromUnixTimeMilliseconds(member.Person.LastSeenAtMs));
    }

    private void Act(AccountAct act)
    {
        json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(act.AtMs));
        json.WriteString("person", act.Person.ToString());
        json.WriteString("event", CodeNames.Of(act.Code));
        if (!act.Item.IsNone)
            json.WriteString("item", catalogue.Find(workspace, act.Item)?.Id ?? Hex(act.Item.Value));
        if (!act.Category.IsNone)
            json.WriteString("category", Word(act.Category));
    }

    private string Word(SymbolKey key) => catalogue.Text(workspace, key) ?? Hex(key.Value);

    private static string Hex(ulong key) => "#" + key.ToString("x16", CultureInfo.InvariantCulture);

    private static string Name<T>(T stage)
        where T : struct, Enum => stage.ToString().ToLowerInvariant();
}

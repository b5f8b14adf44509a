using System.Text.Json;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;

namespace Kairos.Unify.People;

/// <summary>Writes what a person allows and wants, for them and for those who answer for it.</summary>
internal static class ConsentJson
{
    /// <summary>What stands for an item, brand or category that no catalogue names any more.</summary>
    public const string Gone = "no longer in the catalogue";

    /// <summary>Writes <c>"region","policy","purposes":{name:{allowed,basis,said,at}}</c>.</summary>
    public static void WritePurposes(Utf8JsonWriter json, PersonSnapshot? person, PurposePolicies policies)
    {
        var region = person?.Region ?? default;
        var policy = policies.For(region);
        var allowed = ConsentCheck.Allowed(policy, default, person?.Consent ?? []);
        if (!region.IsUnknown)
            json.WriteString("region", region.ToString());
        json.WriteString("policy", policy.Name);
        json.WriteStartObject("purposes");
        foreach (var purpose in policy.All)
        {
            json.WriteStartObject(purpose.Name);
            json.WriteBoolean("allowed", (allowed & PurposePolicy.Bit(purpose.Index)) != 0);
            json.WriteString("basis", purpose.Basis == LegalBasis.Consent ? "consent" : "legitimate-interest");
            var said = Array.Find(person?.Consent ?? [], statement => statement.Purpose == purpose.Name);
            if (said.Purpose is null)
            {
                json.WriteNull("said");
            }
            else
            {
                json.WriteBoolean("said", said.Granted);
                json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(said.AtMs));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>"notInterested":[{"item"|"brand"|"category","at","gone"}]</c>, latest first; what was taken back is left out. What the catalogue cannot name is <c>gone</c>.</summary>
    public static void WriteInterests(Utf8JsonWriter json, PersonSnapshot? person, ICatalogue catalogue, WorkspaceId workspace)
    {
        json.WriteStartArray("notInterested");
        foreach (var word in (person?.NotInterested ?? []).Where(static word => !word.Undone).OrderByDescending(static word => word.AtMs))
        {
            json.WriteStartObject();
            var text = word.What == InterestKind.Item ? catalogue.Find(workspace, new(word.Key))?.Id : catalogue.Text(workspace, new(word.Key));
            json.WriteString(word.What.ToString().ToLowerInvariant(), text ?? Gone);
            if (text is null)
                json.WriteBoolean("gone", true);
            json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(word.AtMs));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

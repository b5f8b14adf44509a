using System.Globalization;
using System.Text.Json;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.Items;

namespace Kairos.Decide.Decisions;

/// <summary>Writes what a decision knew of the visitor's account into its record: sums, and nothing of any other person.</summary>
/// <param name="catalogue">Gives categories their words.</param>
/// <param name="workspace">Whose.</param>
internal readonly struct AccountRecord(ICatalogue catalogue, WorkspaceId workspace)
{
    private const int TopicsMax = 5;

    /// <summary>Writes the member <c>accounts</c>.</summary>
    public void Write(Utf8JsonWriter json, VisitorContext visitor)
    {
        if (visitor.AccountMissed)
            json.WriteBoolean("accountMissed"u8, true);
        json.WriteStartArray("accounts"u8);
        foreach (var account in visitor.Accounts)
            Write(json, account);
        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, AccountSnapshot account)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, account.Key.ToString());
        json.WriteString("purpose"u8, account.Purpose);
        json.WriteNumber("asOf"u8, account.AsOfMs);
        json.WriteNumber("people"u8, account.People);
        json.WriteString("buyingStage"u8, account.Stage.ToString().ToLowerInvariant());
        json.WriteStartArray("topics"u8);
        for (var i = 0; i < Math.Min(TopicsMax, account.Topics.Count); i++)
        {
            var topic = account.Topics[i];
            json.WriteStartArray();
            json.WriteStringValue(catalogue.Text(workspace, topic.Category) ?? "#" + topic.Category.Value.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteNumberValue(Math.Round(topic.Weight, 3));
            json.WriteNumberValue(Math.Round(topic.Surge, 3));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

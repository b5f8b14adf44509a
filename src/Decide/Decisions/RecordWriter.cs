using System.Text.Json;
using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Unify.Identities;
using Kairos.Unify.Items;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>Writes the record of a decision: all it depended on, what became of each candidate, and the answer. Version 1; members are only ever added.</summary>
/// <param name="catalogue">Gives items their ids.</param>
public sealed class RecordWriter(ICatalogue catalogue)
{
    /// <summary>Most touches, session items and history items a record lists: the latest.</summary>
    private const int ListedMax = 50;

    /// <summary>Writes a record.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="decision">The decision, answered.</param>
    public void Write(Utf8JsonWriter json, Decision decision)
    {
        var request = decision.Request;
        json.WriteStartObject();
        json.WriteNumber("v"u8, 1);
        json.WriteString("id"u8, decision.IdText);
        json.WriteNumber("at"u8, decision.AtMs);
        json.WriteString("plan"u8, decision.Plan.Revision);
        json.WriteNumber("models"u8, decision.ModelVersion);
        json.WriteNumber("seed"u8, decision.Seed);
        json.WriteBoolean("consent"u8, decision.Visitor.Consented);
        json.WriteNumber("deadlineMs"u8, request.DeadlineMs);
        if (decision.Visitor.Consented)
            WriteVisitor(json, request.Workspace, decision.Visitor);
        if (decision.Others.Count > 0)
            WriteOthers(json, decision);
        json.WriteStartArray("placements"u8);
        for (var i = 0; i < decision.Count; i++)
            WritePlacement(json, decision.Input(i), decision.AnswerOf(i));
        json.WriteEndArray();
        json.WritePropertyName("answer"u8);
        json.WriteRawValue(decision.Answer, skipInputValidation: true);
        json.WriteStartObject("timings"u8);
        WriteMs(json, "contextMs"u8, decision.Timings.Context);
        WriteMs(json, "rankingMs"u8, decision.Timings.Ranking);
        WriteMs(json, "totalMs"u8, decision.Timings.Total);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a time span as milliseconds, to the microsecond.</summary>
    internal static void WriteMs(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan time) =>
        json.WriteNumber(name, Math.Round((decimal)time.TotalMilliseconds, 3));

    // What placements of other purposes knew.
    private void WriteOthers(Utf8JsonWriter json, Decision decision)
    {
        json.WriteStartArray("otherPurposes"u8);
        foreach (var other in decision.Others)
        {
            json.WriteStartObject();
            json.WriteString("purpose"u8, other.Purpose);
            WriteVisitor(json, decision.Request.Workspace, other);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Which touches spoke, with when and how; a touch that came with the request itself bears a one at the end.
    private void WriteVisitor(Utf8JsonWriter json, Workspace workspace, VisitorContext visitor)
    {
        json.WriteNumber("position"u8, visitor.Position);
        if (!visitor.Bucketing.Key.IsNone)
            WriteBucketing(json, visitor.Bucketing);
        if (visitor.Accounts.Count > 0 || visitor.AccountMissed)
            new AccountRecord(catalogue, workspace.Id).Write(json, visitor);
        json.WriteStartArray("touches"u8);
        for (var i = Math.Max(0, visitor.Touches.Count - ListedMax); i < visitor.Touches.Count; i++)
        {
            var touch = visitor.Touches[i];
            json.WriteStartArray();
            json.WriteStringValue(touch.Code.ToString());
            json.WriteNumberValue(touch.AtMs);
            json.WriteStringValue(touch.Item.IsNone ? null : catalogue.Find(workspace.Id, touch.Item)?.Id);
            json.WriteNumberValue((touch.Flags & TouchFlags.Inline) == 0 ? 0 : 1);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("history"u8);
        for (var i = Math.Max(0, visitor.History.Count - ListedMax); i < visitor.History.Count; i++)
            WriteItem(json, workspace, visitor.History[i]);
        json.WriteEndArray();
    }

    private static void WriteBucketing(Utf8JsonWriter json, in BucketingChoice bucketing)
    {
        json.WriteStartObject("bucketing"u8);
        json.WriteString("key"u8, bucketing.Key.ToString());
        json.WriteString("from"u8, bucketing.From switch
        {
            BucketingSource.Kept => "kept"u8,
            BucketingSource.User => "user"u8,
            _ => "first-seen"u8,
        });
        json.WriteEndObject();
    }

    private void WriteItem(Utf8JsonWriter json, Workspace workspace, in SessionItem item)
    {
        json.WriteStartArray();
        json.WriteStringValue(catalogue.Find(workspace.Id, item.Item)?.Id);
        json.WriteNumberValue(item.AtMs);
        json.WriteNumberValue(item.Weight);
        json.WriteEndArray();
    }

    private static void WritePlacement(Utf8JsonWriter json, PlacementInput input, PlacementAnswer answer)
    {
        var placement = input.Placement;
        json.WriteStartObject();
        json.WriteString("id"u8, input.Id);
        json.WriteNumber("kind"u8, (int)placement.Kind);
        json.WriteNumber("limit"u8, input.Limit);
        json.WriteNumber("options"u8, PlacementBits.Of(placement));
        json.WriteNumber("rung"u8, (int)input.Rung);
        json.WriteNumber("degraded"u8, (int)input.Degraded);
        json.WriteBoolean("explain"u8, input.Explain);
        if (input.Category is not null)
            json.WriteString("category"u8, input.Category);
        json.WriteStartArray("because"u8);
        foreach (var item in input.Because)
        {
            json.WriteStringValue(item.Id);
            json.WriteStringValue(item.Name);
        }

        json.WriteEndArray();
        json.WriteStartArray("candidates"u8);
        for (var i = 0; i < input.Count; i++)
        {
            ref var candidate = ref input.Candidates[i];
            json.WriteStartArray();
            json.WriteStringValue(candidate.Id);
            json.WriteNumberValue(candidate.Score);
            json.WriteNumberValue((int)candidate.Source);
            json.WriteNumberValue(candidate.Because);
            json.WriteNumberValue((int)candidate.Facts);
            json.WriteNumberValue(answer.Verdicts[i]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Capture.Parsing;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>Sends what somebody said through the intake, as the events that it is: on disk before it is answered, seen by every node, and replayed with all others.</summary>
internal static class WordEvents
{
    /// <summary>What became of it.</summary>
    /// <param name="Outcome">What the intake said.</param>
    /// <param name="Wrong">Why an event was refused, or null.</param>
    public readonly record struct Sent(IntakeOutcome Outcome, string? Wrong);

    /// <summary>Sends the words.</summary>
    /// <param name="intake">Takes events.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="name">The person they are of.</param>
    /// <param name="words">What was said.</param>
    /// <param name="policy">The purposes.</param>
    /// <param name="way">By which of our calls it came: <c>api</c> or <c>preferences</c>.</param>
    /// <param name="privacyControl">Whether the call bore <c>Sec-GPC: 1</c>.</param>
    public static async ValueTask<Sent> Send(
        IIntake intake, ParsingOptions options, Workspace workspace, ProfileName name, PersonWords words, PurposePolicy policy, string way, bool privacyControl)
    {
        var drafts = DraftBatch.Rent();
        try
        {
            drafts.Append(Body(name, words, policy, way));
            if (drafts.Parse(options, null) != Refusal.None)
                return new Sent(default, drafts.Refusal.Code());
            var outcome = await intake.Take(workspace, drafts, new Origin(Origin.Statements) { GlobalPrivacyControl = privacyControl });
            string? wrong = null;
            for (var i = 0; i < drafts.Count; i++)
                wrong ??= drafts[i].Refusal == Refusal.None ? null : $"{drafts[i].Refusal.Code()}: {drafts[i].Detail}";
            return new Sent(outcome, wrong);
        }
        finally
        {
            drafts.Return();
        }
    }

    private static ReadOnlySpan<byte> Body(ProfileName name, PersonWords words, PurposePolicy policy, string way)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        var message = words.MessageId ?? Guid.NewGuid().ToString("N");
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("batch");
        if (!words.Stated.IsNothing)
        {
            Begin(json, "consent_updated", message, name, words);
            json.WriteStartObject("properties");
            json.WriteString("way", way);
            Proof(json, "textVersion", words.TextVersion);
            Proof(json, "source", words.Source);
            Proof(json, "actor", words.Actor);
            json.WriteEndObject();
            json.WriteStartObject("context");
            json.WriteStartObject("consent");
            json.WriteStartObject("categoryPreferences");
            foreach (var purpose in policy.All)
            {
                if (((words.Stated.Granted | words.Stated.Refused) & PurposePolicy.Bit(purpose.Index)) != 0)
                    json.WriteBoolean(purpose.Name, (words.Stated.Refused & PurposePolicy.Bit(purpose.Index)) == 0);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        for (var i = 0; i < words.Interests.Count; i++)
        {
            var (what, id, undo) = words.Interests[i];
            Begin(json, "not_interested", string.Create(CultureInfo.InvariantCulture, $"{message}-{i + 1}"), name, words);
            json.WriteStartObject("properties");
            json.WriteString(what, id);
            if (undo)
                json.WriteBoolean("undo", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan;
    }

    private static void Begin(Utf8JsonWriter json, string @event, string message, ProfileName name, PersonWords words)
    {
        json.WriteStartObject();
        json.WriteString("type", "track");
        json.WriteString("event", @event);
        json.WriteString("messageId", message);
        json.WriteString(name.Type, name.Id);
        json.WriteString("timestamp", DateTimeOffset.FromUnixTimeMilliseconds(words.AtMs).ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("channel", "server");
    }

    private static void Proof(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}

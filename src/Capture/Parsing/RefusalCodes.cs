using System.Collections.Frozen;

namespace Kairos.Capture.Parsing;

/// <summary>The stable codes of refusals, as callers, counters and the quarantine see them; for each what it means and what to do.</summary>
public static class RefusalCodes
{
    private static readonly (string Code, string Meaning, string Mend)[] Table = Make();

    private static readonly FrozenDictionary<string, Refusal> ByCode =
        Enum.GetValues<Refusal>().ToFrozenDictionary(refusal => Table[(int)refusal].Code);

    /// <summary>The code of a refusal, such as <c>no-identity</c>.</summary>
    /// <param name="refusal">Which.</param>
    public static string Code(this Refusal refusal) => Table[(int)refusal].Code;

    /// <summary>What the refusal means, one sentence for people.</summary>
    /// <param name="refusal">Which.</param>
    public static string Meaning(this Refusal refusal) => Table[(int)refusal].Meaning;

    /// <summary>What to do about it.</summary>
    /// <param name="refusal">Which.</param>
    public static string Mend(this Refusal refusal) => Table[(int)refusal].Mend;

    /// <summary>Finds a refusal by its code.</summary>
    /// <param name="code">Such as <c>no-identity</c>.</param>
    /// <param name="refusal">The refusal, when there is one of that code.</param>
    public static bool TryParse(string code, out Refusal refusal) => ByCode.TryGetValue(code, out refusal);

    private static (string, string, string)[] Make()
    {
        var table = new (string, string, string)[Enum.GetValues<Refusal>().Length];
        void Is(Refusal refusal, string code, string meaning, string mend) => table[(int)refusal] = (code, meaning, mend);
        Is(Refusal.None, "accepted", "The event was taken.", "Nothing is to be done.");
        Is(Refusal.EmptyBody, "empty-body", "The request has no body.", "Send the event or batch as JSON in the body.");
        Is(Refusal.BodyTooLarge, "body-too-large", "The body is larger than allowed, or inflates to more.", "Send smaller batches: 500 KB by default (Capture:Parsing:BatchBytesMax); a single event 32 KB.");
        Is(Refusal.UnknownEncoding, "unknown-encoding", "The body's Content-Encoding is none of gzip, deflate, br.", "Send the body plain or with one of these encodings.");
        Is(Refusal.BrokenEncoding, "broken-encoding", "The body does not inflate as its Content-Encoding says.", "Check that the body is compressed once and sent whole.");
        Is(Refusal.NotUtf8, "not-utf8", "The body is not valid UTF-8.", "Encode the body as UTF-8.");
        Is(Refusal.NotJson, "not-json", "The body is not valid JSON.", "Mend the JSON where the detail says; comments and trailing commas are not JSON.");
        Is(Refusal.NotAnObject, "not-an-object", "An event must be a JSON object.", "Send one object for each event.");
        Is(Refusal.NoBatch, "no-batch", "A batch must hold an array named batch.", "Send {\"batch\": [ ... ]}, or one event to the path of its call.");
        Is(Refusal.TooManyEvents, "too-many-events", "The batch holds more events than allowed.", "Send at most 2,500 events at once (Capture:Parsing:BatchEventsMax).");
        Is(Refusal.NoWriteKey, "no-write-key", "No write key was sent.", "Send the write key as the user name of Basic authorization, or as writeKey in the body.");
        Is(Refusal.UnknownWriteKey, "unknown-write-key", "No workspace has this write key.", "Compare the key with the one that the server printed or was given; a secret key opens /v1/import alone, when it may import.");
        Is(Refusal.OtherWriteKey, "other-write-key", "The event names the write key of another workspace than its batch.", "Send the events of each workspace apart.");
        Is(Refusal.EventTooLarge, "event-too-large", "The event is larger than allowed.", "Send at most 32 KB an event (Capture:Parsing:EventBytesMax).");
        Is(Refusal.TooDeep, "too-deep", "Objects and arrays nest deeper than allowed.", "Nest at most 32 levels (Capture:Parsing:DepthMax).");
        Is(Refusal.TooManyMembers, "too-many-members", "The event has more members than allowed.", "Send at most 1,000 members an event, over all its objects (Capture:Parsing:MembersMax).");
        Is(Refusal.TextTooLong, "text-too-long", "A text of the event is longer than allowed.", "Send at most 16 KB a text (Capture:Parsing:TextBytesMax).");
        Is(Refusal.UnknownType, "unknown-type", "The type must be track, identify, page, screen, group or alias.", "Set type on each event of the batch, in lower case.");
        Is(Refusal.NoName, "no-name", "A track call needs the event's name.", "Set event to a text with a letter or digit in it.");
        Is(Refusal.NameTooLong, "name-too-long", "The event's name is longer than allowed.", "Use at most 200 bytes (Capture:Intake:NameBytesMax); what varies belongs into the properties.");
        Is(Refusal.NoIdentity, "no-identity", "The event names nobody.", "Send anonymousId or userId, as text or number, not blank.");
        Is(Refusal.NoGroup, "no-group", "A group call needs groupId.", "Send groupId, as text or number.");
        Is(Refusal.NoPreviousId, "no-previous-id", "An alias call needs previousId.", "Send previousId, as text or number.");
        Is(Refusal.UnprovenUser, "unproven-user", "The workspace demands a proof of user ids, and there is none or a wrong one.", "Have your own server calculate HMAC-SHA256 of the user id with the workspace's user-hash secret, and send it in hexadecimal as context.userHash (of an alias call's previousId as context.previousHash).");
        Is(Refusal.IdTooLong, "id-too-long", "An identifier is longer than allowed.", "Use at most 256 bytes an identifier (Capture:Intake:IdBytesMax).");
        Is(Refusal.TooManyConsents, "too-many-consents", "The event states consent for more purposes than allowed.", "State at most 100 categories an event (Capture:Parsing:ConsentsMax).");
        Is(Refusal.TimeAbsurd, "time-absurd", "The time of the event is out of all reason.", "Set the sender's clock, or unset Capture:Clocks:RefuseAbsurd to have such events dated by when they were received.");
        Is(Refusal.SchemaMismatch, "schema-mismatch", "The properties do not fit the schema of this event name.", "Mend the sender, or the schema; then replay the quarantine.");
        Is(Refusal.OverBudget, "over-budget", "This workspace sends more events than its budget allows.", "Send again after Retry-After; or raise Capture:Intake:EventsPerSecondMax.");
        Is(Refusal.Overloaded, "overloaded", "Too much is waiting to be written.", "Send again after Retry-After; nothing was kept.");
        Is(Refusal.Unwritable, "unwritable", "The journal cannot be written just now.", "Send again after Retry-After; nothing was kept. The operator finds the reason under /health/ready.");
        return table;
    }
}

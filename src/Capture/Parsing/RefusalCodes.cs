using System.Collections.Frozen;

namespace Kairos.Capture.Parsing;

/// <summary>The stable codes of refusals, as callers, counters and the quarantine see them, with a sentence for each.</summary>
public static class RefusalCodes
{
    private static readonly (string Code, string Meaning)[] Table = Make();

    private static readonly FrozenDictionary<string, Refusal> ByCode =
        Enum.GetValues<Refusal>().ToFrozenDictionary(refusal => Table[(int)refusal].Code);

    /// <summary>The code of a refusal, such as <c>no-identity</c>.</summary>
    /// <param name="refusal">Which.</param>
    public static string Code(this Refusal refusal) => Table[(int)refusal].Code;

    /// <summary>What the refusal means, one sentence for people.</summary>
    /// <param name="refusal">Which.</param>
    public static string Meaning(this Refusal refusal) => Table[(int)refusal].Meaning;

    /// <summary>Finds a refusal by its code.</summary>
    /// <param name="code">Such as <c>no-identity</c>.</param>
    /// <param name="refusal">The refusal, when there is one of that code.</param>
    public static bool TryParse(string code, out Refusal refusal) => ByCode.TryGetValue(code, out refusal);

    private static (string, string)[] Make()
    {
        var table = new (string, string)[Enum.GetValues<Refusal>().Length];
        void Is(Refusal refusal, string code, string meaning) => table[(int)refusal] = (code, meaning);
        Is(Refusal.None, "accepted", "The event was taken.");
        Is(Refusal.EmptyBody, "empty-body", "The request has no body.");
        Is(Refusal.BodyTooLarge, "body-too-large", "The body is larger than allowed, or inflates to more.");
        Is(Refusal.UnknownEncoding, "unknown-encoding", "The body's Content-Encoding is none of gzip, deflate, br.");
        Is(Refusal.BrokenEncoding, "broken-encoding", "The body does not inflate as its Content-Encoding says.");
        Is(Refusal.NotUtf8, "not-utf8", "The body is not valid UTF-8.");
        Is(Refusal.NotJson, "not-json", "The body is not valid JSON.");
        Is(Refusal.NotAnObject, "not-an-object", "An event must be a JSON object.");
        Is(Refusal.NoBatch, "no-batch", "A batch must hold an array named batch.");
        Is(Refusal.TooManyEvents, "too-many-events", "The batch holds more events than allowed.");
        Is(Refusal.NoWriteKey, "no-write-key", "Send the write key as the user name of Basic authorization, or as writeKey in the body.");
        Is(Refusal.UnknownWriteKey, "unknown-write-key", "No workspace has this write key.");
        Is(Refusal.OtherWriteKey, "other-write-key", "The event names another write key than its batch.");
        Is(Refusal.EventTooLarge, "event-too-large", "The event is larger than allowed.");
        Is(Refusal.TooDeep, "too-deep", "Objects and arrays nest deeper than allowed.");
        Is(Refusal.TooManyMembers, "too-many-members", "The event has more members than allowed.");
        Is(Refusal.TextTooLong, "text-too-long", "A text of the event is longer than allowed.");
        Is(Refusal.UnknownType, "unknown-type", "The type must be track, identify, page, screen, group or alias.");
        Is(Refusal.NoName, "no-name", "A track call needs the event's name.");
        Is(Refusal.NameTooLong, "name-too-long", "The event's name is longer than allowed.");
        Is(Refusal.NoIdentity, "no-identity", "The event names nobody: send anonymousId or userId, as text or number.");
        Is(Refusal.NoGroup, "no-group", "A group call needs groupId.");
        Is(Refusal.NoPreviousId, "no-previous-id", "An alias call needs previousId.");
        Is(Refusal.IdTooLong, "id-too-long", "An identifier is longer than allowed.");
        Is(Refusal.TooManyConsents, "too-many-consents", "The event states consent for more purposes than allowed.");
        Is(Refusal.TimeAbsurd, "time-absurd", "The time of the event is out of all reason.");
        Is(Refusal.SchemaMismatch, "schema-mismatch", "The properties do not fit the schema of this event name.");
        Is(Refusal.OverBudget, "over-budget", "This workspace sends more events than its budget allows.");
        Is(Refusal.Overloaded, "overloaded", "Too much is waiting to be written.");
        Is(Refusal.Unwritable, "unwritable", "The journal cannot be written just now.");
        return table;
    }
}

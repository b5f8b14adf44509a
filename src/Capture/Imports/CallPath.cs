namespace Kairos.Capture.Imports;

/// <summary>Which member of a call a column is, by its name.</summary>
internal static class CallPath
{
    /// <summary>Most names that lead to a member.</summary>
    public const int DepthMax = 10;

    private static readonly string[] OfPeople = ["userId", "anonymousId", "messageId", "timestamp"];
    private static readonly string[] OfEvents = [.. OfPeople, "event", "type"];

    /// <summary>The names of members that lead to it. One that has no part is refused by the reader.</summary>
    /// <param name="field">As the column is called: <c>userId</c> or <c>user_id</c>, <c>traits.plan</c>, <c>consent.email</c>; any other name is a trait, or a property.</param>
    /// <param name="kind">What the rows are.</param>
    public static List<string> Of(string field, ImportKind kind)
    {
        var plain = field.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        bool Is(string name) => name.Equals(plain, StringComparison.OrdinalIgnoreCase);
        if ((kind == ImportKind.People ? OfPeople : OfEvents).FirstOrDefault(Is) is { } own)
            return [own];
        if (Is("groupId"))
            return ["context", "groupId"];
        if (Is("email"))
            return kind == ImportKind.People ? ["traits", "email"] : ["context", "externalIds", "email"];
        var parts = field.Split('.').Select(static part => part.Trim()).ToList();
        return parts switch
        {
            ["consent", _, ..] => ["context", "consent", "categoryPreferences", string.Join('.', parts.Skip(1))],
            ["externalIds", _, ..] => ["context", "externalIds", string.Join('.', parts.Skip(1))],
            ["traits" or "properties" or "context", _, ..] => parts,
            _ => [kind == ImportKind.People ? "traits" : "properties", .. parts],
        };
    }

    /// <summary>How the cells of such a column are read.</summary>
    public static CellType Type(List<string> path) => path switch
    {
        ["timestamp"] => CellType.Time,
        ["context", "consent", "categoryPreferences", ..] => CellType.Consent,
        [_] or ["context", ..] or [.., "email"] or [.., "phone"] => CellType.Text,
        _ => CellType.Guessed,
    };
}

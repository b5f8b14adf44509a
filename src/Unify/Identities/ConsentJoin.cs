using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>What one person consents to, when their identifiers said different things: the stricter.</summary>
/// <remarks>
/// A refusal is outdone by a later agreement only where it is sure that the same person agreed: by the same identifier, or by another one
/// after the two were known to be one person's. So a merge never turns a no into a yes, and whoever agrees afterwards is heard.
/// </remarks>
internal static class ConsentJoin
{
    /// <summary>One statement for each purpose that any part speaks of.</summary>
    public static ConsentStatement[] Of(IReadOnlyList<PersonJoin.Part> parts, PeopleOptions options)
    {
        var said = new SortedDictionary<string, List<(PersonJoin.Part Part, ConsentStatement Statement)>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var statement in part.State.Consent)
            {
                if (!said.TryGetValue(statement.Purpose, out var all))
                    said.Add(statement.Purpose, all = []);
                all.Add((part, statement));
            }
        }

        var joined = said.Values.Select(Latest).ToArray();
        return joined.Length <= options.ConsentsMax ? joined
            : [.. joined.OrderBy(static one => one.Granted).ThenByDescending(static one => one.AtMs).Take(options.ConsentsMax).OrderBy(static one => one.Purpose, StringComparer.Ordinal)];
    }

    private static ConsentStatement Latest(List<(PersonJoin.Part Part, ConsentStatement Statement)> said)
    {
        var refusals = said.Where(one => !one.Statement.Granted && !said.Any(other => Outdoes(other, one))).Select(static one => one.Statement).ToList();
        return refusals.Count > 0
            ? refusals.MaxBy(static refusal => refusal.AtMs)
            : said.Select(static one => one.Statement).Where(static one => one.Granted).MaxBy(static grant => grant.AtMs);
    }

    private static bool Outdoes((PersonJoin.Part Part, ConsentStatement Statement) grant, (PersonJoin.Part Part, ConsentStatement Statement) refusal) =>
        grant.Statement.Granted && grant.Statement.AtMs > refusal.Statement.AtMs
        && grant.Statement.AtMs >= (grant.Part.Node == refusal.Part.Node ? 0 : Math.Max(grant.Part.SinceMs, refusal.Part.SinceMs));
}

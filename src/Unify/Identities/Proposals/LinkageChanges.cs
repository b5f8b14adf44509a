using Kairos.Capture.Events;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>What must be written so that the probable links are those that a run found, and no others. Pure.</summary>
internal static class LinkageChanges
{
    private const int WorthWriting = 100; // Ten-thousandths: less of a change is not written down.

    /// <summary>The pairs of records that somebody keeps apart.</summary>
    /// <param name="records">The records.</param>
    public static HashSet<(int, int)> Refused(IReadOnlyList<LinkageRecord> records)
    {
        var owners = Owners(records);
        return [.. from at in Enumerable.Range(0, records.Count)
                   from link in records[at].Links
                   where link.Link.IsRefused && owners.ContainsKey(link.Link.Other)
                   select Pair(at, owners[link.Link.Other])];
    }

    /// <summary>Links to be written.</summary>
    /// <param name="records">The records, with the links they have.</param>
    /// <param name="wanted">Pairs of them that are to be probable links, with their confidence in ten-thousandths.</param>
    /// <param name="isOurs">Whether a link between two kinds is of this run's making at all.</param>
    public static List<ProbableWrites.Finding> Of(IReadOnlyList<LinkageRecord> records, IReadOnlyDictionary<(int, int), ushort> wanted, Func<End, End, bool> isOurs)
    {
        var owners = Owners(records);
        var known = records.SelectMany(static record => record.Links.Where(static said => said.Link.IsProbable).Select(static said => (One: said.Own, Other: new End(said.Link.Kind, said.Link.Other), said.Link.Likelihood.Confidence)))
            .Where(link => isOurs(link.One, link.Other)).ToList();
        var told = known.Select(static link => (link.One.Key, link.Other.Key)).ToHashSet();
        var changes = new List<ProbableWrites.Finding>();
        var done = new HashSet<(int, int)>();
        foreach (var link in known)
        {
            if (!owners.TryGetValue(link.Other.Key, out var other))
            {
                if (wanted.Count == 0)
                    changes.Add(new(link.One, link.Other, 0));
                continue; // Of somebody whom this run left out.
            }

            var isWhole = told.Contains((link.Other.Key, link.One.Key));
            if (isWhole && link.Other.Key < link.One.Key)
                continue; // Seen from the other end.
            var pair = Pair(owners[link.One.Key], other);
            var confidence = done.Add(pair) && pair.Item1 != pair.Item2 ? wanted.GetValueOrDefault(pair) : (ushort)0; // One link for two people will do.
            if (!isWhole || confidence == 0 || Math.Abs(confidence - link.Confidence) >= WorthWriting)
                changes.Add(new(link.One, link.Other, confidence));
        }

        changes.AddRange(wanted.Where(pair => !done.Contains(pair.Key))
            .Select(pair => new ProbableWrites.Finding(records[pair.Key.Item1].Root, records[pair.Key.Item2].Root, pair.Value)));
        return changes;
    }

    private static Dictionary<PersonKey, int> Owners(IReadOnlyList<LinkageRecord> records)
    {
        var owners = new Dictionary<PersonKey, int>();
        for (var at = 0; at < records.Count; at++)
        {
            foreach (var key in records[at].Members)
                owners.TryAdd(key, at);
        }

        return owners;
    }

    /// <summary>Two records, the lower number first.</summary>
    public static (int, int) Pair(int a, int b) => a < b ? (a, b) : (b, a);
}

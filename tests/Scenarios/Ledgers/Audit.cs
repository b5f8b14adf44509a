using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>Compares what the server says with what the clients know. Every difference is one line of text.</summary>
/// <param name="ledger">What the clients know.</param>
/// <param name="people">Asks the server.</param>
internal sealed class Audit(Ledger ledger, People people)
{
    /// <summary>Looks at the counts of some people while others write: they must lie between what was acknowledged before the question and sent before the answer.</summary>
    public async Task<List<string>> Glance(IEnumerable<string> some)
    {
        var differences = new List<string>();
        foreach (var person in some)
        {
            var least = ledger.Of(person).AcknowledgedCount;
            var kept = (await people.Find(person)).Events;
            var most = ledger.Of(person).SentCount;
            if (kept < least || kept > most)
                differences.Add($"{person}: {kept} events kept, {least} acknowledged, {most} sent");
        }
        return differences;
    }

    /// <summary>Compares everything about everybody. Nobody may be writing.</summary>
    public async Task<List<string>> Whole()
    {
        var differences = new List<string>();
        await Parallel.ForEachAsync(ledger.People, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) =>
        {
            var found = await Of(person);
            lock (differences)
                differences.AddRange(found);
        });
        return differences;
    }

    /// <summary>Compares everything about one person.</summary>
    public async Task<List<string>> Of(string person)
    {
        var account = ledger.Of(person).All();
        var kept = await people.Events(person);
        var view = await people.Find(person);
        var differences = new List<string>();

        var ids = kept.Select(k => k.MessageId).ToHashSet();
        var lost = account.Where(a => a.Value.Acknowledged && !ids.Contains(a.Key)).Select(a => a.Key).ToList();
        Note(lost.Count, "acknowledged and lost", lost);
        Note(kept.Count - ids.Count, "listed twice", kept.GroupBy(k => k.MessageId).Where(g => g.Count() > 1).Select(g => g.Key));
        Note(ids.Count(id => !account.ContainsKey(id)), "never sent", ids.Where(id => !account.ContainsKey(id)));
        if (view.Events != ids.Count)
            differences.Add($"{person}: counts {view.Events} events, but {ids.Count} are listed");

        var names = kept.DistinctBy(k => k.MessageId).GroupBy(k => k.Name).ToDictionary(g => g.Key, g => (long)g.Count());
        foreach (var (name, count) in names)
            if (view.Counts.GetValueOrDefault(name) != count)
                differences.Add($"{person}: counts {view.Counts.GetValueOrDefault(name)} {name}, but {count} are listed");
        foreach (var one in kept.Where(k => account.TryGetValue(k.MessageId, out var sent) && sent.Draft.KeptName != k.Name))
            differences.Add($"{person}: {one.MessageId} was sent as {account[one.MessageId].Draft.KeptName} and is kept as {one.Name}");
        if (IsQuiet(person) && ids.Count > 0)
            Touches(await people.Touched(person));
        return differences;

        void Note(int count, string what, IEnumerable<string> examples)
        {
            if (count > 0)
                differences.Add($"{person}: {count} {what}: {string.Join(", ", examples.Take(5))}");
        }

        void Touches(List<string> touched)
        {
            var expected = ids.Where(account.ContainsKey).Select(id => account[id].Draft.Item).OfType<string>().Order(StringComparer.Ordinal).ToList();
            touched.Sort(StringComparer.Ordinal);
            if (!expected.SequenceEqual(touched))
                differences.Add($"{person}: touched {string.Join(' ', touched)}, but {string.Join(' ', expected)} are listed");
        }
    }

    /// <summary>Whether a person has so few events that every touch is still in the session.</summary>
    private static bool IsQuiet(string person) => person.StartsWith(Writer.QuietPrefix, StringComparison.Ordinal);
}

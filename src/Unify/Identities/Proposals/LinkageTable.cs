using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Records as a table: a column for each value that at least two of them have, the most common ones.</summary>
internal static class LinkageTable
{
    /// <summary>The table.</summary>
    /// <param name="records">The records.</param>
    /// <param name="columnsMax">Most columns.</param>
    public static RecordTable Of(IReadOnlyList<LinkageRecord> records, int columnsMax)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in records.SelectMany(static record => record.Values.Keys))
            counts[name] = counts.GetValueOrDefault(name) + 1;
        var names = counts.Where(static count => count.Value > 1).OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.Ordinal)
            .Take(columnsMax).Select(static count => count.Key).Order(StringComparer.Ordinal).ToArray();
        return RecordTable.Of(names, [.. records.Select(record => Array.ConvertAll(names, name => record.Values.GetValueOrDefault(name)))]);
    }
}

using System.Globalization;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Audit;

/// <summary>Checks the audit log of a data folder, entry by entry, against itself and against the head that was kept beside it. Only reads: a server may be running.</summary>
public static class AuditVerification
{
    /// <summary>Checks it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="known">A head that was written down elsewhere, as <c>PLACE:HASH</c>; null for none.</param>
    /// <exception cref="ArgumentException"><paramref name="known"/> is no head.</exception>
    /// <exception cref="FileNotFoundException">The folder has no <c>govern.db</c>.</exception>
    public static AuditReport Run(DataFolder folder, string? known = null)
    {
        var held = known is null ? ((long, byte[])?)null : Parse(known);
        var database = new GovernDatabase(folder);
        using var connection = database.OpenToRead();
        var head = database.Head.Read(); // Before the entries are: whoever writes meanwhile adds to them, or cuts off what an entry then tells of.
        GovernDatabase.Run(connection, null, "BEGIN"); // All that follows sees the log as it is now.
        var cut = AuditCut.Latest(connection);
        var chain = new Walked(cut);
        try
        {
            AuditTable.Walk(connection, chain.Look);
        }
        catch (Exception error) when (error is InvalidCastException or ArgumentException or FormatException or OverflowException)
        {
            chain.Fail(chain.Place + 1, "cannot be read: " + error.Message);
        }

        if (chain.Problem is null && AuditTable.MissingGuard(connection) is { } guard)
            chain.Fail(null, $"The table has lost its guard {guard}: somebody was free to change it.");
        if (chain.Problem is null)
            Compare(connection, chain, cut, head, database.Head.Exists);
        if (chain.Problem is null && AuditTable.KeyWithoutEntry(connection) is { } key)
            chain.Fail(1, $"Key {key} exists and no entry tells of its making: {(chain.Count == 0 ? "the whole log was" : "entries were")} removed.");
        if (chain.Problem is null && held is { } elsewhere)
            Compare(connection, chain, cut, elsewhere, exists: true);
        return new AuditReport(chain.Count, chain.FirstBad, chain.Problem, string.Create(CultureInfo.InvariantCulture, $"{chain.Place}:{Convert.ToHexStringLower(chain.Last)}"))
        {
            Removed = chain.Place - chain.Count,
        };
    }

    private static void Compare(SqliteConnection connection, Walked chain, AuditCut? cut, (long Sequence, byte[] Hash)? head, bool exists)
    {
        if (head is not { } kept)
        {
            if (exists || chain.Place > 0)
                chain.Fail(null, exists ? "audit.head cannot be read." : "audit.head is missing: what may have been cut off the end cannot be told.");
        }
        else if (kept.Sequence > chain.Place)
        {
            chain.Fail(chain.Place + 1, $"The end was cut off: entries up to {kept.Sequence} were written, the last one left is {chain.Place}.");
        }
        else if (kept.Sequence < cut?.Through)
        {
            // Retention took it, and its hash with it: what is left cannot be held against it.
        }
        else if (kept.Sequence > 0 && !kept.Hash.AsSpan().SequenceEqual(kept.Sequence == cut?.Through ? cut.Hash : AuditTable.HashAt(connection, kept.Sequence)))
        {
            chain.Fail(kept.Sequence, $"Entry {kept.Sequence} is not the one that was written: the log was made anew up to there.");
        }
    }

    private static (long, byte[]) Parse(string head)
    {
        var hash = new byte[AuditChain.HashBytes];
        var parts = head.Split(':');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && parts[1].Length == 2 * hash.Length && Convert.FromHexString(parts[1], hash, out _, out _) == System.Buffers.OperationStatus.Done
            ? (sequence, hash)
            : throw new ArgumentException("A head is written PLACE:HASH, as verify prints it.", nameof(head));
    }

    private sealed class Walked(AuditCut? cut)
    {
        /// <summary>Good entries.</summary>
        public long Count { get; private set; }

        /// <summary>The place of the last of them, or where they must begin.</summary>
        public long Place { get; private set; } = cut?.Through ?? 0;

        public byte[] Last { get; private set; } = cut?.Hash ?? AuditChain.Origin;

        public long? FirstBad { get; private set; }

        public string? Problem { get; private set; }

        public void Fail(long? sequence, string problem) => (FirstBad, Problem) = (sequence, problem);

        public bool Look(AuditEntry entry)
        {
            if (entry.Sequence != Place + 1)
                Fail(Place + 1, $"Entry {Place + 1} is missing: {entry.Sequence} follows {Place}.");
            else if (!entry.Previous.Span.SequenceEqual(Last))
                Fail(entry.Sequence, $"Entry {entry.Sequence} does not follow the one before: an entry was changed, put in or taken out.");
            else if (!entry.Hash.Span.SequenceEqual(AuditChain.Hash(entry.Sequence, entry.At.ToUnixTimeMilliseconds(), entry.Change, Last)))
                Fail(entry.Sequence, $"Entry {entry.Sequence} was changed: its hash is not its own.");
            else
                (Count, Place, Last) = (Count + 1, entry.Sequence, entry.Hash.ToArray());
            return Problem is null;
        }
    }
}

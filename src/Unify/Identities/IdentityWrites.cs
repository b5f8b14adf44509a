using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Identities;

/// <summary>What somebody says about identifiers: merges and splits, durable at both ends when it answers.</summary>
/// <param name="journal">Where it is written.</param>
/// <param name="memory">What capture need not write again: no longer so for these.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="clock">When it is said.</param>
internal sealed class IdentityWrites(IJournal journal, LinkMemory memory, Func<int, IShardGrain> shards, TimeProvider clock)
{
    private long _lastMs;

    /// <summary>Says that one leads to the other.</summary>
    public Task<AppendOutcome> Merge(WorkspaceId workspace, End from, End into) =>
        Write(workspace, [new Said(from, into, LinkStatement.Merged, LinkRole.LeadsToOther)]);

    /// <summary>Takes an identifier out of its person, with what came by it.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <param name="from">From which other identifier of the person it is parted; none for all.</param>
    /// <returns>Null when there is nothing to take apart.</returns>
    public async Task<AppendOutcome?> Split(WorkspaceId workspace, IdentityTree tree, PersonKey key, PersonKey from)
    {
        var member = tree.Members.First(member => member.Node.Key == key);
        if (!from.IsNone && (from == key || !tree.Has(from)))
            return null;
        var below = Below(tree, key);
        var cuts = member.Node.Links
            .Where(link => link.IsActive && tree.Has(link.Other) && (below.Contains(link.Other)
                ? from.IsNone ? member.Parent.IsNone : link.Other == from || Below(tree, link.Other).Contains(from)
                : from.IsNone || !below.Contains(from)))
            .Select(link => new Said(new End(member.Node.Kind, key), new End(link.Kind, link.Other),
                member.Node.Kind == KeyDomain.AnonymousId ? LinkStatement.CutForDevice : LinkStatement.CutForUser, LinkRole.None))
            .ToArray();
        return cuts.Length == 0 ? null : await Write(workspace, cuts);
    }

    /// <summary>Takes an identifier out of its person, with what came by it from a time on.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <param name="sinceMs">The time, ms since 1970 UTC.</param>
    /// <returns>Null when there is nothing to take apart; not whole when the journal no longer has all that came by it.</returns>
    public async Task<(bool IsWhole, AppendOutcome Outcome)?> SplitSince(WorkspaceId workspace, IdentityTree tree, PersonKey key, long sinceMs)
    {
        var split = new PastSplit(tree, tree.Members.First(member => member.Node.Key == key), sinceMs);
        if (!split.IsAny)
            return null;
        var seen = new List<UserSeen>();
        foreach (var (_, home) in split.Homes)
        {
            var reading = await shards(home.Partition(journal.Partitions)).ReadDivision(workspace.Value, home, key, split.Users);
            if (!reading.IsWhole)
                return (false, default);
            seen.AddRange(reading.Users);
        }

        return (true, await Write(workspace, split.Statements(seen)));
    }

    // What came by an identifier stays with it.
    private static HashSet<PersonKey> Below(IdentityTree tree, PersonKey key)
    {
        var below = new HashSet<PersonKey>();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var member in tree.Members)
                grown |= !member.IsShared && (member.Parent == key || below.Contains(member.Parent)) && below.Add(member.Node.Key);
        }

        return below;
    }

    private async Task<AppendOutcome> Write(WorkspaceId workspace, IReadOnlyList<Said> said)
    {
        var atMs = Next();
        var batch = JournalBatch.Rent();
        foreach (var one in said)
            one.Write(batch, journal.Partitions, workspace, atMs);

        var outcome = await journal.Append(batch);
        batch.Return();
        memory.Forget(); // Whoever says it again after this must be heard at both ends.
        return outcome;
    }

    // No two at once: of a split and a merge, one must come after the other.
    private long Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastMs);
            var atMs = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), last + 1);
            if (Interlocked.CompareExchange(ref _lastMs, atMs, last) == last)
                return atMs;
        }
    }
}

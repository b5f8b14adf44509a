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
internal sealed class IdentityWrites(IJournal journal, LinkMemory memory, Func<int, IShardGrain> shards, LinkClock clock)
{
    /// <summary>Makes one person of two: says so of the identifiers named, and of the user ids that those lead to.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="from">One identifier.</param>
    /// <param name="fromTree">Its person.</param>
    /// <param name="into">The other.</param>
    /// <param name="intoTree">Its person.</param>
    public Task<AppendOutcome> Merge(WorkspaceId workspace, End from, IdentityTree fromTree, End into, IdentityTree intoTree)
    {
        var said = new List<Said> { new(from, into, LinkStatement.Merged, LinkRole.LeadsToOther) };
        var (one, other) = (RootOf(fromTree, from), RootOf(intoTree, into));
        if (one != other && (one, other) != (from, into))
            said.Add(new Said(one, other, LinkStatement.Merged, LinkRole.LeadsToOther));
        return Write(workspace, said);

        static End RootOf(IdentityTree tree, End end) => tree.Root == end.Key || end.Kind == KeyDomain.UserId ? end : new End(tree.Members.First(member => member.Node.Key == tree.Root).Node.Kind, tree.Root);
    }

    /// <summary>Takes an identifier out of its person, with what came by it alone: what a user signed on a device stays the user's.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <param name="from">From which other identifier of the person it is parted; none for all.</param>
    /// <param name="recorded">Is told how many links that touches, once that is certain and before anything is written; what it throws stops the split.</param>
    /// <returns>Null when there is nothing to take apart.</returns>
    public async Task<AppendOutcome?> Split(WorkspaceId workspace, IdentityTree tree, PersonKey key, PersonKey from, Func<int, ValueTask>? recorded = null)
    {
        var member = tree.Members.First(member => member.Node.Key == key);
        if (!from.IsNone && (from == key || !tree.Has(from)))
            return null;
        var below = tree.Below(key);
        var merged = member.Node.Links.FirstOrDefault(link => link.Other == from && link.IsActive).MergedAtMs;
        var cuts = merged > 0 ? Of(merged) : [.. member.Node.Links
            .Where(link => link.IsActive && IdentityLinks.IsIdentity(link.Kind) && (from.IsNone
                ? tree.Has(link.Other) ? member.Parent.IsNone || !below.Contains(link.Other) : LeadsOn(member.Node, link)
                : tree.Has(link.Other) && (below.Contains(link.Other) ? link.Other == from || tree.Below(link.Other).Contains(from) : !below.Contains(from))))
            .Select(link => Cut(member.Node, link))];
        return cuts.Count == 0 || from.IsNone && !cuts.Exists(cut => tree.Has(cut.Other.Key)) ? null : await Write(workspace, cuts, recorded);

        // All that one merge said.
        List<Said> Of(long atMs) => [.. tree.Members.Where(static one => !one.IsShared)
            .SelectMany(one => one.Node.Links.Where(link => link.IsActive && link.MergedAtMs == atMs && one.Node.Key < link.Other).Select(link => Cut(one.Node, link)))];
    }

    // What is taken out of one person is not handed to the next.
    private static bool LeadsOn(NodeReading node, in IdentityLink link) => node.Kind != KeyDomain.UserId && link.Kind != KeyDomain.AnonymousId;

    private static Said Cut(NodeReading node, in IdentityLink link) => new(new End(node.Kind, node.Key), new End(link.Kind, link.Other), LinkStatement.CutForUser, LinkRole.None);

    /// <summary>Takes an identifier out of its person, with what came by it from a time on.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <param name="sinceMs">The time, ms since 1970 UTC.</param>
    /// <param name="recorded">As for <see cref="Split"/>.</param>
    /// <returns>Null when there is nothing to take apart; not whole when the journal no longer has all that came by it.</returns>
    public async Task<(bool IsWhole, AppendOutcome Outcome)?> SplitSince(WorkspaceId workspace, IdentityTree tree, PersonKey key, long sinceMs, Func<int, ValueTask>? recorded = null)
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

        return (true, await Write(workspace, split.Statements(seen), recorded));
    }

    private async Task<AppendOutcome> Write(WorkspaceId workspace, List<Said> said, Func<int, ValueTask>? recorded = null)
    {
        if (recorded is not null)
            await recorded(said.Count);
        var atMs = clock.Next();
        var batch = JournalBatch.Rent();
        foreach (var one in said)
            one.Write(batch, journal.Partitions, workspace, atMs);

        var outcome = await journal.Append(batch);
        batch.Return();
        memory.Forget(); // Whoever says it again after this must be heard at both ends.
        return outcome;
    }
}

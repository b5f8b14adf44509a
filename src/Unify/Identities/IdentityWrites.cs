using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>What somebody says about identifiers: merges and splits, durable at both ends when it answers.</summary>
/// <param name="journal">Where it is written.</param>
/// <param name="memory">What capture need not write again: no longer so for these.</param>
/// <param name="clock">When it is said.</param>
internal sealed class IdentityWrites(IJournal journal, LinkMemory memory, TimeProvider clock)
{
    private long _lastMs;

    /// <summary>One identifier, by kind and key.</summary>
    internal readonly record struct End(KeyDomain Kind, PersonKey Key);

    /// <summary>Says that one leads to the other.</summary>
    public Task<AppendOutcome> Merge(WorkspaceId workspace, End from, End into) =>
        Write(workspace, [(from, into, LinkStatement.Merged, LinkRole.LeadsToOther)]);

    /// <summary>Takes an identifier out of its person, with what came by it.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <param name="from">From which other identifier of the person it is parted; none for all.</param>
    /// <param name="recorded">Is told how many links are cut, once that is certain and before anything is written; what it throws stops the split.</param>
    /// <returns>Null when there is nothing to take apart.</returns>
    public async Task<AppendOutcome?> Split(WorkspaceId workspace, IdentityTree tree, PersonKey key, PersonKey from, Func<int, ValueTask> recorded)
    {
        var member = tree.Members.First(member => member.Node.Key == key);
        if (!from.IsNone && (from == key || !tree.Has(from)))
            return null;
        var below = Below(tree, key);
        var cuts = member.Node.Links
            .Where(link => link.IsActive && tree.Has(link.Other) && (below.Contains(link.Other)
                ? from.IsNone ? member.Parent.IsNone : link.Other == from || Below(tree, link.Other).Contains(from)
                : from.IsNone || !below.Contains(from)))
            .Select(link => (new End(member.Node.Kind, key), new End(link.Kind, link.Other),
                member.Node.Kind == KeyDomain.AnonymousId ? LinkStatement.CutForDevice : LinkStatement.CutForUser, LinkRole.None))
            .ToArray();
        if (cuts.Length == 0)
            return null;
        await recorded(cuts.Length);
        return await Write(workspace, cuts);
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

    private async Task<AppendOutcome> Write(WorkspaceId workspace, (End One, End Other, LinkStatement Statement, LinkRole Role)[] said)
    {
        var atMs = Next();
        var batch = JournalBatch.Rent();
        foreach (var (one, other, statement, role) in said)
        {
            LinkRecord.Write(batch, journal.Partitions, workspace.Value, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, role), atMs, atMs);
            LinkRecord.Write(batch, journal.Partitions, workspace.Value, other.Key,
                new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRecord.Turned(role)), atMs, atMs);
        }

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

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
    /// <summary>One identifier, by kind and key.</summary>
    internal readonly record struct End(KeyDomain Kind, PersonKey Key);

    /// <summary>Says that one leads to the other.</summary>
    public Task<AppendOutcome> Merge(WorkspaceId workspace, End from, End into) =>
        Write(workspace, [(from, into, LinkStatement.Merged, LinkRole.LeadsToOther)]);

    /// <summary>Takes an identifier out of its person, with what came by it.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="key">One of the person's identifiers.</param>
    /// <returns>Null when there is nothing to take apart.</returns>
    public async Task<AppendOutcome?> Split(WorkspaceId workspace, IdentityTree tree, PersonKey key)
    {
        var member = tree.Members.First(member => member.Node.Key == key);
        var below = Below(tree, key);
        var cuts = member.Node.Links
            .Where(link => link.IsActive && tree.Has(link.Other) && (member.Parent.IsNone || !below.Contains(link.Other)))
            .Select(link => (new End(member.Node.Kind, key), new End(link.Kind, link.Other),
                member.Node.Kind == KeyDomain.AnonymousId ? LinkStatement.CutForDevice : LinkStatement.CutForUser, LinkRole.None))
            .ToArray();
        return cuts.Length == 0 ? null : await Write(workspace, cuts);
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
        var atMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
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
}

using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>One identifier, by kind and key.</summary>
internal readonly record struct End(KeyDomain Kind, PersonKey Key);

/// <summary>Something that somebody says of two identifiers.</summary>
/// <param name="One">One of them.</param>
/// <param name="Other">The other.</param>
/// <param name="Statement">What.</param>
/// <param name="Role">Whether one leads to the other.</param>
internal readonly record struct Said(End One, End Other, LinkStatement Statement, LinkRole Role)
{
    /// <summary>Since when it holds, ms since 1970 UTC; 0 for now.</summary>
    public long AtMs { get; init; }

    /// <summary>Of a division: whose doings, and until when. Only the first is told.</summary>
    public byte[]? Period { get; init; }

    /// <summary>Writes what each is told.</summary>
    public void Write(JournalBatch batch, int partitions, WorkspaceId workspace, long nowMs)
    {
        var atMs = AtMs == 0 ? nowMs : AtMs;
        LinkRecord.Write(batch, partitions, workspace.Value, One.Key, new LinkMention(One.Kind, Other.Key, Other.Kind, Statement, Role), atMs, nowMs, period: Period);
        if (Period is null)
            LinkRecord.Write(batch, partitions, workspace.Value, Other.Key, new LinkMention(Other.Kind, One.Key, One.Kind, Statement, LinkRecord.Turned(Role)), atMs, nowMs);
    }
}

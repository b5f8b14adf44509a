using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>One run of record linkage: how far it is, or what came of it.</summary>
/// <param name="workspace">Whose people.</param>
/// <param name="startedAtMs">When it began, ms since 1970 UTC.</param>
internal sealed class LinkageRun(WorkspaceId workspace, long startedAtMs)
{
    private readonly Lock _one = new();
    private LinkageProgress _progress = new("running", "waiting", 0);

    /// <summary>Whose people.</summary>
    public WorkspaceId Workspace => workspace;

    /// <summary>When it began, ms since 1970 UTC.</summary>
    public long StartedAtMs => startedAtMs;

    /// <summary>How it stands.</summary>
    public LinkageProgress Progress
    {
        get
        {
            lock (_one)
                return _progress;
        }
    }

    /// <summary>Notes what has changed.</summary>
    public void Note(Func<LinkageProgress, LinkageProgress> change)
    {
        lock (_one)
            _progress = change(_progress);
    }
}

/// <summary>How a run stands.</summary>
/// <param name="State"><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Step">What it does, in a word or two.</param>
/// <param name="Percent">0–100.</param>
internal sealed record LinkageProgress(string State, string Step, int Percent)
{
    /// <summary>When it ended, ms since 1970 UTC; 0 while it runs.</summary>
    public long FinishedAtMs { get; init; }

    /// <summary>People and devices compared.</summary>
    public int Records { get; init; }

    /// <summary>People and devices beyond the bound, which were not.</summary>
    public int LeftOut { get; init; }

    /// <summary>Pairs compared.</summary>
    public long Pairs { get; init; }

    /// <summary>Proposals found.</summary>
    public int Proposals { get; init; }

    /// <summary>Probable links made or renewed.</summary>
    public int Linked { get; init; }

    /// <summary>Probable links taken back, because they are not that likely any longer.</summary>
    public int Withdrawn { get; init; }
}

using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Erasure;

/// <summary>Erases people, and gives receipts.</summary>
public interface IErasures
{
    /// <summary>Begins an erasure. When this answers, the person is forgotten for every decision and read to come, and no crash stops the rest.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="type">Type of the identifier they are named by.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="recorded">Is told the receipt's id before anything is begun; what it throws stops the erasure. Null when nobody records it.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<ErasureBegin> Begin(Workspace workspace, string type, string id, Func<string, ValueTask>? recorded, CancellationToken cancel = default);

    /// <summary>A receipt of a workspace, or null.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="id">Its id.</param>
    ErasureReceipt? Find(WorkspaceId workspace, string id);

    /// <summary>The latest receipts of a workspace, latest first.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="max">Most of them.</param>
    IReadOnlyList<ErasureReceipt> Latest(WorkspaceId workspace, int max);

    /// <summary>Waits until an erasure is done.</summary>
    /// <param name="id">Its receipt's id.</param>
    /// <param name="cancel">Gives up.</param>
    Task WhenDone(string id, CancellationToken cancel);
}

/// <summary>What came of asking for an erasure.</summary>
public abstract record ErasureBegin
{
    private ErasureBegin()
    {
    }

    /// <summary>It has begun.</summary>
    /// <param name="Receipt">Its receipt so far.</param>
    public sealed record Begun(ErasureReceipt Receipt) : ErasureBegin;

    /// <summary>There is no such type of identifier.</summary>
    public sealed record UnknownType : ErasureBegin;

    /// <summary>Too many erasures wait.</summary>
    public sealed record Overloaded : ErasureBegin;

    /// <summary>The journal cannot be written now; nothing was begun.</summary>
    public sealed record Unwritable : ErasureBegin;
}

using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Erasure;

/// <summary>Whom an erasure is about: all that the stages know the person by. Personal data: kept until the erasure is done, and no longer.</summary>
/// <param name="Workspace">Number of their workspace.</param>
/// <param name="Keys">The keys of all their parts, at least one.</param>
/// <param name="Neighbours">Keys of others that are linked to theirs, as a device that somebody else uses too: there, only what is theirs goes.</param>
/// <param name="Identifiers">Their identifiers as sent, e-mail addresses and telephone numbers too: what bodies in quarantine may mention.</param>
/// <param name="Parts">1 when anything is known of them, else 0.</param>
public sealed record ErasureTarget(uint Workspace, IReadOnlyList<SubjectKey> Keys, IReadOnlyList<SubjectKey> Neighbours, IReadOnlyList<string> Identifiers, int Parts)
{
    /// <summary>Keys that were the person's for a time only, and when: outside of it, what lies under them is somebody else's.</summary>
    public IReadOnlyList<SubjectSpan> Spans { get; init; } = [];
}

/// <summary>A time in which a key was a person's.</summary>
/// <param name="Key">The key.</param>
/// <param name="FromMs">From when, ms since 1970 UTC; 0 for always.</param>
/// <param name="UntilMs">Before when; <see cref="long.MaxValue"/> when it still is.</param>
public readonly record struct SubjectSpan(SubjectKey Key, long FromMs, long UntilMs);

/// <summary>Finds all that a person is known by.</summary>
public interface IErasureTargets
{
    /// <summary>The keys of all parts of a person, and their identifiers as sent.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="type">Type of the identifier they are named by.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Also for somebody unknown, who may be in quarantine or in the archive still; null when there is no such type of identifier.</returns>
    ValueTask<ErasureTarget?> KeysOf(Workspace workspace, string type, string id, CancellationToken cancel = default);
}

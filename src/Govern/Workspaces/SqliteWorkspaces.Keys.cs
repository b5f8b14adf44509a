using Kairos.Govern.Access;
using Kairos.Govern.Audit;

namespace Kairos.Govern.Workspaces;

/// <content>Keys, and the secrets of user hashes.</content>
public sealed partial class SqliteWorkspaces
{
    /// <summary>Makes a key that may do all that its kind may.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <returns>The key itself. Nobody can read it again.</returns>
    public string CreateKey(WorkspaceId workspace, KeyKind kind, string name) =>
        CreateKey(workspace, new KeyDraft(kind, name, Rights.Of(kind)), int.MaxValue, Command)!.Key;

    /// <summary>Makes a key.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="draft">Which.</param>
    /// <param name="keysMax">Most keys that the workspace may then have, revoked ones not counted.</param>
    /// <param name="by">Who asked for it.</param>
    /// <returns>The key; null when there are too many.</returns>
    public NewKey? CreateKey(WorkspaceId workspace, KeyDraft draft, int keysMax, AuditActor by) => Change(within =>
        within.ActiveKeys(workspace) >= keysMax ? null : Made(within, workspace, draft, null, by));

    /// <summary>Makes a key to take another's place: the same in all but the key. The old one goes on for a while, so that nothing stops.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="key">The number of the old one.</param>
    /// <param name="overlap">How long the old one goes on, from none.</param>
    /// <param name="by">Who asked for it.</param>
    /// <returns>The new key; null when there is no such key, or it is revoked or has expired.</returns>
    public NewKey? RotateKey(WorkspaceId workspace, long key, TimeSpan overlap, AuditActor by) => Change(within =>
    {
        var now = _clock.GetUtcNow();
        if (within.FindKey(workspace, key) is not { } old || old.State(now) != "active")
            return null;
        // A key that was made to end keeps its length of life.
        var expires = old.ExpiresAt is { } end ? now + (end - old.CreatedAt) : (DateTimeOffset?)null;
        within.EndKey(key, now + overlap);
        return Made(within, workspace, new KeyDraft(old.Kind, old.Name, old.Rights, expires), key, by);
    });

    /// <summary>Revokes a key: it opens nothing from now on.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="key">Its number.</param>
    /// <param name="by">Who asked for it; null for a command on this machine.</param>
    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public bool RevokeKey(WorkspaceId workspace, long key, AuditActor? by = null) => Change(within => within.RevokeKey(workspace, key, by ?? Command));

    /// <summary>All keys of a workspace, revoked ones too, oldest first. Reads the file.</summary>
    /// <param name="workspace">Whose.</param>
    public IReadOnlyList<WorkspaceKey> Keys(WorkspaceId workspace)
    {
        using var connection = _database.Open();
        return KeyTable.Read(connection, null, workspace);
    }

    /// <summary>Draws a secret that user ids are proven with; earlier ones count for a while longer.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="overlap">How long earlier ones count.</param>
    /// <param name="by">Who asked for it.</param>
    /// <returns>The secret, to be shown this once: the HMAC's key is its letters, as UTF-8.</returns>
    public string RotateUserSecret(WorkspaceId workspace, TimeSpan overlap, AuditActor by)
    {
        var secret = "ku_" + KeyHash.Draw(KeyKind.Secret)[3..];
        return Change(within =>
        {
            within.AddUserSecret(workspace, System.Text.Encoding.UTF8.GetBytes(secret), _clock.GetUtcNow() + overlap, by);
            return secret;
        });
    }

    /// <summary>Begins or ends to demand that user ids sent with a write key are proven.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="demanded">Whether to demand it.</param>
    /// <param name="by">Who asked for it.</param>
    /// <returns>False when there is no secret that they could be proven with.</returns>
    public bool DemandUserHash(WorkspaceId workspace, bool demanded, AuditActor by) => Change(within =>
    {
        if (demanded && !within.HasUserSecret(workspace))
            return false;
        within.DemandUserHash(_directory.ById(workspace)!, demanded, by);
        return true;
    });

    private static NewKey Made(GovernChange within, WorkspaceId workspace, KeyDraft draft, long? replaces, AuditActor by)
    {
        var key = KeyHash.Draw(draft.Kind);
        var id = within.AddKey(workspace, draft, key, replaces, by);
        return new NewKey(within.FindKey(workspace, id)!, key);
    }
}

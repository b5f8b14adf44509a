using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Turns what was asked for into a key to be made, or says what is wrong. One set of rules for the API and for commands.</summary>
public static class KeyDrafts
{
    /// <summary>How long an old key goes on beside the new one unless told otherwise, hours.</summary>
    public const double OverlapHours = 24;

    private const double OverlapHoursMax = 90 * 24;

    /// <summary>Makes a draft.</summary>
    /// <param name="kind"><c>write</c> or <c>secret</c>.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <param name="role">A role; null for none.</param>
    /// <param name="scopes">Scopes; null for none.</param>
    /// <param name="expiresAt">When it ends; null for never.</param>
    /// <param name="workspace">Whose key it will be.</param>
    /// <param name="giver">What whoever asks may do: nobody gives what they have not.</param>
    /// <param name="now">The time now.</param>
    /// <param name="wrong">What is wrong; null when nothing is.</param>
    /// <returns>The draft, or null.</returns>
    public static KeyDraft? Read(
        string? kind, string? name, string? role, IReadOnlyCollection<string>? scopes, DateTimeOffset? expiresAt, WorkspaceId workspace, PermissionSet giver,
        DateTimeOffset now, out string? wrong)
    {
        var of = kind switch { "write" => KeyKind.Write, "secret" => KeyKind.Secret, _ => default };
        wrong = of == default ? "kind must be write or secret."
            : name is not { Length: > 0 and <= KeyDraft.NameCharsMax } || name.Any(char.IsControl) ? $"name must be a text of 1 to {KeyDraft.NameCharsMax} characters."
            : expiresAt <= now ? "expiresAt must be in the future."
            : role is not null && scopes is not null ? "Give a role or scopes, not both."
            : of == KeyKind.Write && role is not null ? "A write key has no role: it may capture and decide, or what of these its scopes say."
            : of == KeyKind.Secret && role is null && scopes is null ? "A secret key needs a role or scopes."
            : null;
        if (wrong is not null)
            return null;

        var rights = Rights.Of(of);
        if (role is not null)
        {
            if (Role.Find(role) is not { } known)
            {
                wrong = $"There is no role {role}. There are {string.Join(", ", Role.All.Select(one => one.Name))}.";
                return null;
            }

            rights = Rights.Of(known);
        }
        else if (scopes is not null && (scopes.Count == 0 || !Rights.TryParse(string.Join(',', scopes), out rights, out wrong)))
        {
            wrong = scopes.Count == 0 ? "scopes must name at least one." : $"There is no scope {wrong}.";
            return null;
        }

        wrong = Excess(of, rights!, workspace, giver);
        return wrong is null ? new KeyDraft(of, name!, rights!, expiresAt) : null;
    }

    /// <summary>Reads an overlap.</summary>
    /// <param name="hours">Hours; null for the usual ones.</param>
    /// <param name="overlap">The overlap.</param>
    /// <returns>False when it is negative or longer than ninety days.</returns>
    public static bool TryOverlap(double? hours, out TimeSpan overlap)
    {
        var inRange = (hours ?? OverlapHours) is >= 0 and <= OverlapHoursMax;
        overlap = inRange ? TimeSpan.FromHours(hours ?? OverlapHours) : default;
        return inRange;
    }

    private static string? Excess(KeyKind kind, Rights rights, WorkspaceId workspace, PermissionSet giver)
    {
        if (kind == KeyKind.Write)
            return Role.WriteKey.Covers(rights.Permissions) ? null : "A write key is public: its scopes can only be capture and decide.";
        if (rights.Permissions.Has(Permission.Capture))
            return "capture is what write keys are for: a secret key cannot have it.";

        // A role means what it comes to in the workspace; scopes are meant as they are written.
        return giver.Covers(rights.IsRole ? rights.In(workspace).Permissions : rights.Permissions) ? null : "You cannot give a key more rights than you have yourself.";
    }
}

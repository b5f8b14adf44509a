using System.Diagnostics.CodeAnalysis;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>What a key may do: a role, or a list of scopes.</summary>
/// <param name="Text">As it is stored and shown: a role's name, or the scopes' names with commas between.</param>
/// <param name="Permissions">What it comes to.</param>
public sealed record Rights(string Text, PermissionSet Permissions)
{
    /// <summary>All that a write key may do.</summary>
    public static Rights WriteKey { get; } = OfScopes(Role.WriteKey);

    /// <summary>All that a secret key may do.</summary>
    public static Rights Admin { get; } = Of(Role.Admin);

    /// <summary>Whether it names a role.</summary>
    public bool IsRole => Role.Find(Text) is not null;

    /// <summary>The rights of a role.</summary>
    /// <param name="role">Which.</param>
    public static Rights Of(Role role) => new(role.Name, role.Permissions);

    /// <summary>The rights of a list of scopes.</summary>
    /// <param name="permissions">Which.</param>
    public static Rights OfScopes(PermissionSet permissions) => new(string.Join(',', permissions.Members.Select(PermissionSet.NameOf)), permissions);

    /// <summary>What a key of a kind may do when nothing else was said.</summary>
    /// <param name="kind">Its kind.</param>
    public static Rights Of(KeyKind kind) => kind == KeyKind.Write ? WriteKey : Admin;

    /// <summary>Reads rights as they are stored.</summary>
    /// <param name="text">A role's name, or scopes with commas between.</param>
    /// <param name="rights">The rights.</param>
    /// <param name="unknown">The first word that names nothing; null when all do.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Rights? rights, out string? unknown)
    {
        (rights, unknown) = (null, null);
        if (Role.Find(text) is { } role)
        {
            rights = Of(role);
            return true;
        }

        var set = default(PermissionSet);
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!PermissionSet.TryParse(word, out var permission))
            {
                unknown = word;
                return false;
            }

            set = set.With(PermissionSet.Of(permission));
        }

        rights = OfScopes(set);
        return true;
    }

    /// <summary>These rights in a workspace: only keys of the first one may make workspaces.</summary>
    /// <param name="workspace">Where.</param>
    public Rights In(WorkspaceId workspace) => workspace == WorkspaceId.First ? this : this with { Permissions = Permissions.Without(Permission.ManageWorkspaces) };
}

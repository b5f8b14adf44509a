using System.Text;

namespace Kairos.Govern.Access;

/// <summary>Some permissions.</summary>
/// <param name="Bits">One bit for each, by its number.</param>
public readonly record struct PermissionSet(ulong Bits)
{
    private static readonly string[] Names = [.. Enum.GetValues<Permission>().Select(Dashed)];

    /// <summary>Every permission there is.</summary>
    public static PermissionSet All { get; } = Of(Enum.GetValues<Permission>());

    /// <summary>All in this set, in their order.</summary>
    public IEnumerable<Permission> Members
    {
        get
        {
            var set = this;
            return Enum.GetValues<Permission>().Where(permission => set.Has(permission));
        }
    }

    /// <summary>A set of some.</summary>
    /// <param name="permissions">Which.</param>
    public static PermissionSet Of(params ReadOnlySpan<Permission> permissions)
    {
        var bits = 0UL;
        foreach (var permission in permissions)
            bits |= 1UL << (int)permission;
        return new(bits);
    }

    /// <summary>Whether one is in it.</summary>
    /// <param name="permission">Which.</param>
    public bool Has(Permission permission) => (Bits & (1UL << (int)permission)) != 0;

    /// <summary>Whether all of another set are in it.</summary>
    /// <param name="other">The other set.</param>
    public bool Covers(PermissionSet other) => (other.Bits & ~Bits) == 0;

    /// <summary>This set and another.</summary>
    /// <param name="other">The other set.</param>
    public PermissionSet With(PermissionSet other) => new(Bits | other.Bits);

    /// <summary>This set without one.</summary>
    /// <param name="permission">Which.</param>
    public PermissionSet Without(Permission permission) => new(Bits & ~(1UL << (int)permission));

    /// <summary>The name of a permission, as scopes and the reference write it: <c>read-items</c>.</summary>
    /// <param name="permission">Which.</param>
    public static string NameOf(Permission permission) => Names[(int)permission];

    /// <summary>Finds a permission by its name.</summary>
    /// <param name="name">Such as <c>read-items</c>.</param>
    /// <param name="permission">The permission, when there is one.</param>
    public static bool TryParse(string name, out Permission permission)
    {
        var index = Array.IndexOf(Names, name);
        permission = (Permission)Math.Max(0, index);
        return index >= 0;
    }

    private static string Dashed(Permission permission)
    {
        var text = new StringBuilder();
        foreach (var letter in permission.ToString())
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        return text.ToString();
    }
}

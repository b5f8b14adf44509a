using System.Globalization;
using System.Text;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Audit;

/// <summary>Names what a change is about.</summary>
public static class AuditTarget
{
    private const int NameCharsMax = 300;

    /// <summary>A thing that is no person, by its own id: <c>item:SKU-1</c>. Overlong ids are cut.</summary>
    /// <param name="noun">What kind of thing.</param>
    /// <param name="id">Its id.</param>
    public static string Of(string noun, string id) => noun + ":" + (id.Length <= NameCharsMax ? id : id[..NameCharsMax] + "…");

    /// <summary>A person, without saying who: the identifier's keyed hash, the same each time within a workspace and unrelated in another: <c>person:userId#1f…</c>.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="type">The identifier's type, such as <c>userId</c>.</param>
    /// <param name="id">The identifier.</param>
    public static string Person(Workspace workspace, string type, string id)
    {
        // A domain of its own: what the log shows is no key into any table.
        var (high, low) = workspace.Secret.Hash(KeyDomain.Audited, Encoding.UTF8.GetBytes(type + "\0" + id));
        return string.Create(CultureInfo.InvariantCulture, $"person:{type}#{high:x16}{low:x16}");
    }
}

using Kairos.Govern.Access;

namespace Kairos.Host.Tests.Access;

/// <summary>The table of <c>docs/reference/access.md</c>: who has which permission. What the page says is what the tests ask.</summary>
internal static class AccessTable
{
    public const string WriteKey = "write key";

    /// <summary>The columns: six roles, and the write key.</summary>
    public static IReadOnlyList<string> Columns { get; }

    private static readonly Dictionary<string, HashSet<string>> Rows;

    static AccessTable()
    {
        var lines = File.ReadLines(Path.Combine(FindRoot(), "docs/reference/access.md")).SkipWhile(line => !line.StartsWith("| permission |", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).ToList();
        Columns = [.. Cells(lines[0]).Skip(1)];
        Rows = lines.Skip(2).Select(Cells).ToDictionary(
            cells => cells[0].Trim('`'),
            cells => Columns.Where((_, column) => cells[column + 1] == "yes").ToHashSet());
    }

    public static IEnumerable<string> Permissions => Rows.Keys;

    /// <summary>Whether the page gives a column a permission.</summary>
    public static bool Gives(string column, Permission permission) => Rows[PermissionSet.NameOf(permission)].Contains(column);

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    /// <summary>Where the source tree is.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kairos.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run within the source tree.");
    }
}

namespace Kairos.Tidy;

/// <summary>The source tree that these tests read.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = [".git", "artifacts", "bin", "obj", "node_modules", "BenchmarkDotNet.Artifacts", "data", ".vs", ".idea"];

    private static readonly HashSet<string> TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".yaml", ".yml", ".json", ".html", ".js", ".mjs", ".css", ".sh", ".txt", "", ".editorconfig", ".gitignore", ".npmrc"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files that people wrote, as paths from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = Walk(Root).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    public static IEnumerable<string> Source => Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> Documents => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    public static IEnumerable<string> Texts => Files.Where(file => TextEndings.Contains(Path.GetExtension(file)) && !file.EndsWith("packages.lock.json", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(child => !NotOurs.Contains(Path.GetFileName(child))).SelectMany(Walk));

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

using System.Text.RegularExpressions;

namespace Kairos.Tidy;

public sealed partial class DocumentsTests
{
    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        var broken = from document in Repository.Documents
                     from Match link in Link().Matches(Repository.Read(document))
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                     where !Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
                     select $"{document}: {target}";
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_path_that_a_document_names_exists()
    {
        var missing = from document in Repository.Documents
                      where document != "CHANGELOG.md"
                      from Match path in NamedPath().Matches(Repository.Read(document))
                      let target = path.Groups[1].Value.TrimEnd('/')
                      where !target.Contains('<', StringComparison.Ordinal) && !target.Contains('*', StringComparison.Ordinal) && !Exists(target)
                      select $"{document}: {target}";
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Decision_notes_are_numbered_once_each_without_a_gap()
    {
        var numbers = Repository.Files.Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file)[..4]).Order(StringComparer.Ordinal).ToList();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count).Select(number => number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture)));
        numbers.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string> { "README.md" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var page))
        {
            foreach (Match link in Link().Matches(Repository.Read(page)))
            {
                var target = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value))).Replace('\\', '/');
                // A link to a folder leads to every page in it.
                var pages = Directory.Exists(Path.Combine(Repository.Root, target)) ? Repository.Documents.Where(document => Path.GetDirectoryName(document)!.Replace('\\', '/') == target) : [target];
                foreach (var reachable in pages.Where(Repository.Documents.Contains).Where(reached.Add))
                    next.Enqueue(reachable);
            }
        }

        Repository.Documents.Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached).ShouldBeEmpty();
    }

    [Fact]
    public void Every_statement_of_the_threat_model_is_named_by_a_test()
    {
        var stated = Statement().Matches(Repository.Read("docs/security.md")).Select(match => match.Groups[1].Value).ToList();
        stated.ShouldBe(Enumerable.Range(1, stated.Count).Select(number => "T" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        stated.Count.ShouldBeGreaterThan(10);
        var tests = string.Concat(Repository.Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && !file.StartsWith("tests/Tidy/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).Select(Repository.Read));
        stated.Where(number => !Regex.IsMatch(tests, $@"\b{number}\b")).ShouldBeEmpty();
    }

    private static bool Exists(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Repository.Root, path));
        return File.Exists(full) || Directory.Exists(full);
    }

    // **T1. What holds.**
    [GeneratedRegex(@"^\*\*(T\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Statement();

    // [words](target), the part after # left out.
    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    // `src/…`, `tests/…` and the like in code marks.
    [GeneratedRegex(@"`((?:src|tests|bench|docs|samples|clients|plugins)/[^`\s]*)`")]
    private static partial Regex NamedPath();
}

using Kairos.Govern.Access;
using Kairos.Host.Tests.Access;
using Kairos.Host.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Pages;

/// <summary><c>docs/reference/problems.md</c> against the problems that the program knows. With <c>KAIROS_WRITE_DOCS=1</c> the page's rows are written anew.</summary>
public sealed class ProblemPageTests(RunningServer running) : IClassFixture<RunningServer>
{
    private static readonly string Page = Path.Combine(AccessTable.Root, "docs/reference/problems.md");

    private List<ProblemKind> Known => [.. running.Server.Services.GetServices<ProblemKind>().DistinctBy(problem => problem.Code)];

    [Fact]
    public void Every_problem_has_its_row_with_its_status_and_words()
    {
        if (Environment.GetEnvironmentVariable("KAIROS_WRITE_DOCS") == "1")
            Rewrite();
        var rows = File.ReadLines(Page).Where(IsRow).ToHashSet(StringComparer.Ordinal);
        Known.Count.ShouldBeGreaterThan(50);
        Known.Select(RowOf).Where(row => !rows.Contains(row)).ShouldBeEmpty();
        rows.Except(Known.Select(RowOf)).ShouldBeEmpty();
    }

    [Fact]
    public void No_two_problems_share_a_code() =>
        running.Server.Services.GetServices<ProblemKind>().GroupBy(problem => problem.Code).Where(group => group.Distinct().Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    // A row stays where it is; a new one goes to the end of the page, from where a writer may move it.
    private void Rewrite()
    {
        var known = Known.ToDictionary(problem => problem.Code);
        var lines = File.ReadAllText(Page).TrimEnd().Split('\n').Where(line => !IsRow(line) || known.ContainsKey(CodeOf(line))).Select(line => IsRow(line) ? RowOf(known[CodeOf(line)]) : line).ToList();
        lines.AddRange(known.Values.Where(problem => !lines.Exists(line => IsRow(line) && CodeOf(line) == problem.Code)).Select(RowOf));
        File.WriteAllText(Page, string.Join('\n', lines) + "\n");
    }

    private static bool IsRow(string line) => line.StartsWith("| `", StringComparison.Ordinal);

    private static string CodeOf(string row) => row.Split('`')[1];

    private static string RowOf(ProblemKind problem) =>
        $"| `{problem.Code}` | {problem.Status} | {problem.Title.TrimEnd('.')}. | {problem.Explanation} |";
}

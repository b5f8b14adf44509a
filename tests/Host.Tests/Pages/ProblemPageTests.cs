using Kairos.Govern.Access;
using Kairos.Host.Tests.Access;
using Kairos.Host.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Pages;

/// <summary><c>docs/reference/problems.md</c> against the problems that the program knows.</summary>
public sealed class ProblemPageTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public void Every_problem_has_its_row_with_its_status_and_words()
    {
        var rows = File.ReadLines(Path.Combine(AccessTable.Root, "docs/reference/problems.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var known = running.Server.Services.GetServices<ProblemKind>().DistinctBy(problem => problem.Code).ToList();
        known.Count.ShouldBeGreaterThan(50);
        known.Select(RowOf).Where(row => !rows.Contains(row)).ShouldBeEmpty();
        rows.Except(known.Select(RowOf)).ShouldBeEmpty();
    }

    [Fact]
    public void No_two_problems_share_a_code() =>
        running.Server.Services.GetServices<ProblemKind>().GroupBy(problem => problem.Code).Where(group => group.Distinct().Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    private static string RowOf(ProblemKind problem) =>
        $"| `{problem.Code}` | {problem.Status} | {problem.Title.TrimEnd('.')}. | {problem.Explanation} |";
}

using System.Globalization;
using Kairos.Capture.Parsing;
using Kairos.Capture.Sources.Http;
using Kairos.Govern.Access;

namespace Kairos.Capture.Tests.Parsing;

public sealed class RefusalReference
{
    [Fact]
    public void Every_refusal_has_a_code_of_its_own_that_leads_back_to_it()
    {
        foreach (var refusal in Enum.GetValues<Refusal>())
        {
            refusal.Code().ShouldMatch("^[a-z0-9]+(-[a-z0-9]+)*$");
            RefusalCodes.TryParse(refusal.Code(), out var found).ShouldBeTrue();
            found.ShouldBe(refusal);
            refusal.Mend().ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void Every_refusal_is_in_the_reference_with_its_status_and_its_mend()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "problems.md"));
        foreach (ProblemKind problem in RefusalProblems.All)
        {
            page.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"| `{problem.Code}` | {problem.Status} | {problem.Title} | {problem.Explanation} |"));
            problem.Status.ShouldBeOneOf(400, 401, 413, 429, 503);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kairos.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not within the repository.");
        return folder;
    }
}

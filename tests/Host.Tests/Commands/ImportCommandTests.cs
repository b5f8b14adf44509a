using System.Text.Json;
using Kairos.Host.Commands;
using Kairos.Host.Tests.Servers;

namespace Kairos.Host.Tests.Commands;

/// <summary><c>kairos import</c>: what it prints, and what it answers to whoever called it.</summary>
public sealed class ImportCommandTests(RunningServer running) : IClassFixture<RunningServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_ends_with_one_object_for_programs_and_a_line_for_people()
    {
        var file = _folder.Write("people.csv", "no,plan\np1,pro\n,free\np3,pro\n");
        var rejects = Path.Combine(_folder.Path, "rejects.ndjson");
        var (code, output, errors) = await Import(file, "--kind", "people", "--map", "no=userId", "--rejects", rejects, "--json");
        code.ShouldBe(ExitCode.Done, errors);
        var summary = JsonDocument.Parse(output).RootElement;
        (summary.GetProperty("rows").GetInt64(), summary.GetProperty("accepted").GetInt64(), summary.GetProperty("rejected").GetInt64()).ShouldBe((3, 2, 1));
        errors.ShouldContain("people.csv: line 3: no-identity");
        errors.ShouldContain("3 rows");
        errors.ShouldContain("100 % of the file");
        JsonDocument.Parse(await File.ReadAllTextAsync(rejects)).RootElement.GetProperty("line").GetInt32().ShouldBe(3);

        var again = await Import(file, "--kind", "people", "--map", "no=userId");
        again.Output.ShouldContain("Imported: 0 rows, 0 accepted, 0 rejected; 3 rows were imported before.");
        var dry = await Import(file, "--kind", "people", "--map", "no=userId", "--dry-run");
        dry.Output.ShouldContain("Checked, nothing was sent: 3 rows, 2 accepted, 1 rejected; 3 rows were imported before.");
    }

    [Fact]
    public async Task A_wrong_file_names_line_and_column_and_the_mend()
    {
        var file = _folder.Write("people.csv", "userId,plan\np1,\"pro\n");
        var (code, output, errors) = await Import(file, "--kind", "people", "--json");
        code.ShouldBe(ExitCode.WrongSetting);
        errors.ShouldContain("people.csv: line 2, column 2: The quote that begins here does not end");
        JsonDocument.Parse(output).RootElement.GetProperty("fault").GetProperty("code").GetString().ShouldBe("open-quote");
        (await Import(_folder.Write("x.csv", "userId;plan\n1;2\n"), "--kind", "people")).Errors.ShouldContain("--separator ';'");
        (await Import(_folder.Write("y.csv", "userId;plan\n1;2\n"), "--kind", "people", "--separator", ";")).Code.ShouldBe(ExitCode.Done);
        (await Import(file)).Errors.ShouldContain("--kind people or --kind events");
    }

    [Theory]
    [InlineData("--map", "userId")]
    [InlineData("--map", "=userId")]
    [InlineData("--separator", "ab")]
    [InlineData("--separator", "\"")]
    public async Task A_wrong_option_is_one_line(string option, string value)
    {
        var (code, _, errors) = await Import(_folder.Write("p.csv", "userId\n1\n"), "--kind", "people", option, value);
        code.ShouldBe(ExitCode.WrongSetting);
        errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_file_and_a_missing_server_are_said()
    {
        (await Import(Path.Combine(_folder.Path, "none.csv"), "--kind", "people")).ShouldSatisfyAllConditions(
            static missing => missing.Code.ShouldBe(ExitCode.WrongSetting), static missing => missing.Errors.ShouldContain("none.csv"));
        var file = _folder.Write("p.csv", "userId\n1\n");
        (await CommandLine.Run("import", file, "--kind", "people", "--key", "")).Errors.ShouldContain("KAIROS_SECRET_KEY");
        var nobody = await CommandLine.Run("import", file, "--kind", "people", "--key", "k", "--url", "http://127.0.0.1:1", "--patience", "0");
        nobody.Code.ShouldBe(ExitCode.Failed);
        nobody.Errors.ShouldContain("no answer from the server");
        (await CommandLine.Run("import", file, "--kind", "people", "--key", "ks_wrong", "--url", running.Server.Url)).Errors.ShouldContain("401");
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Errors)> Import(string file, params string[] more) =>
        CommandLine.Run(["import", file, "--url", running.Server.Url, "--key", running.Keys.SecretKey, .. more]);
}

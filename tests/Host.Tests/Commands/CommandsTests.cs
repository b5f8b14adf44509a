using System.Text.Json;
using Kairos.Host.Commands;

namespace Kairos.Host.Tests.Commands;

public sealed class CommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_doctor_says_when_there_is_no_journal()
    {
        var (code, _, errors) = await CommandLine.Run("doctor", "--data", _folder.Path);
        code.ShouldBe(ExitCode.DataUnusable);
        errors.ShouldContain("There is no journal in");
    }

    [Fact]
    public async Task The_quarantine_needs_a_key()
    {
        var (code, _, errors) = await CommandLine.Run("quarantine", "list", "--key", "");
        code.ShouldBe(ExitCode.WrongSetting);
        errors.ShouldContain("KAIROS_SECRET_KEY");
    }

    [Fact]
    public async Task The_quarantine_says_when_no_server_answers()
    {
        var (code, _, errors) = await CommandLine.Run("quarantine", "list", "--key", "k", "--url", "http://127.0.0.1:1");
        code.ShouldBe(ExitCode.Failed);
        errors.ShouldContain("No server answers at http://127.0.0.1:1");
    }

    [Fact]
    public async Task A_wrong_file_to_evaluate_names_its_line_and_column()
    {
        var file = _folder.Write("clicks.tsv", "session\titem\ttime\n1\tA\t100\n1\tB\tnoon\n");
        var (code, _, errors) = await CommandLine.Run("evaluate", "next-item", "--train", file);
        code.ShouldBe(ExitCode.WrongSetting);
        errors.ShouldContain("line 3, column 3");
    }

    [Fact]
    public async Task A_file_to_evaluate_that_does_not_exist_is_one_line()
    {
        var (code, _, errors) = await CommandLine.Run("evaluate", "next-item", "--train", Path.Combine(_folder.Path, "missing.tsv"));
        code.ShouldBe(ExitCode.WrongSetting);
        errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_evaluation_prints_one_object_for_programs()
    {
        var lines = Enumerable.Range(0, 60).SelectMany(session => new[] { "A", "B", session % 2 == 0 ? "C" : "D" }
            .Select((item, click) => $"{session}\t{item}\t{1_000_000_000 + (session * 3600) + (click * 30)}"));
        var file = _folder.Write("clicks.tsv", "session\titem\ttime\n" + string.Join('\n', lines) + "\n");
        var (code, output, _) = await CommandLine.Run("evaluate", "next-item", "--train", file, "--json");
        code.ShouldBe(ExitCode.Done);
        using var result = JsonDocument.Parse(output);
        result.RootElement.GetProperty("task").GetString().ShouldBe("next-item");
        result.RootElement.GetProperty("metrics").GetProperty("hr@20").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Help_lists_every_command()
    {
        var (code, output, _) = await CommandLine.Run("--help");
        code.ShouldBe(ExitCode.Done);
        foreach (var command in new[] { "serve", "demo", "evaluate", "quarantine", "doctor" })
            output.ShouldContain(command);
    }

    [Fact]
    public async Task A_folder_in_use_is_one_line_and_an_exit_code()
    {
        using var held = Host.Servers.DataFolderLock.Take(_folder.Path);
        var (code, output, errors) = await CommandLine.Run("serve", "--data", _folder.Path, "--urls", "http://127.0.0.1:0");
        code.ShouldBe(ExitCode.DataUnusable);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();
}

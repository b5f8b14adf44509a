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

    [Fact]
    public async Task A_taken_port_is_one_line_that_names_it_and_leaves_no_workspace()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        foreach (var command in new[] { "serve", "demo" })
        {
            var (code, output, errors) = await CommandLine.Run(command, "--data", _folder.Path, "--urls", url);
            code.ShouldBe(ExitCode.AddressTaken);
            output.ShouldBeEmpty();
            errors.Trim().Split('\n').Length.ShouldBe(1);
            errors.ShouldContain($"Port {((System.Net.IPEndPoint)other.LocalEndpoint).Port} is taken");
            File.Exists(Path.Combine(_folder.Path, "govern.db")).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_programs_age_counts_from_its_launch_not_from_the_build_before_it()
    {
        var now = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
        var script = now.AddMinutes(-2);
        ProcessAge.Of(script, $"{now.AddSeconds(-1.5).ToUnixTimeMilliseconds() / 1000.0:0.000}", now).ShouldBe(TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(2));
        foreach (var nothing in new[] { null, "", "soon", "1", "9e99", $"{now.AddHours(1).ToUnixTimeSeconds()}" })
            ProcessAge.Of(script, nothing, now).ShouldBe(TimeSpan.FromMinutes(2));
    }

    public void Dispose() => _folder.Dispose();
}

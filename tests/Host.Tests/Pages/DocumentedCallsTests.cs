using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kairos.Host.Tests.Access;
using Kairos.Host.Tests.Servers;

namespace Kairos.Host.Tests.Pages;

/// <summary>Every <c>curl</c> of the docs works for a reader who came by <c>docs/start.md</c>: its blocks run first, then those of each page, in order, against one server.</summary>
public sealed partial class DocumentedCallsTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const string Start = "docs/start.md";

    [Fact]
    public async Task The_calls_of_the_docs_work_as_they_stand()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/env") && OnPath("bash") && OnPath("curl"), "Needs bash and curl.");
        var docs = Directory.EnumerateFiles(Path.Combine(AccessTable.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(AccessTable.Root, file).Replace('\\', '/'));
        var (blocks, decision) = (0, "");
        foreach (var page in docs.Except([Start]).Order(StringComparer.Ordinal).Prepend("README.md").Prepend(Start))
        {
            foreach (var block in Blocks(page).Where(block => block.Split('\n').Any(line => line.StartsWith("curl ", StringComparison.Ordinal))))
            {
                blocks++;
                var (code, output) = await Run(block.Replace("THE-ID", decision, StringComparison.Ordinal));
                code.ShouldBe(0, $"{page}:\n{block}\n{output}");
                decision = DecisionId().Match(output) is { Success: true } match ? match.Groups[1].Value : decision;
            }
        }

        blocks.ShouldBeGreaterThan(8);
        decision.ShouldNotBeEmpty();
    }

    private static IEnumerable<string> Blocks(string page) =>
        Fence().Matches(File.ReadAllText(Path.Combine(AccessTable.Root, page)))
            .Where(match => match.Groups[1].Value is "" or "bash" or "sh").Select(match => match.Groups[2].Value);

    private async Task<(int Code, string Output)> Run(string block)
    {
        var lines = block.Replace("http://127.0.0.1:8080", running.Server.Url, StringComparison.Ordinal).Split('\n').Where(line => !line.StartsWith("export KAIROS_", StringComparison.Ordinal));
        var start = new ProcessStartInfo("/usr/bin/env", ["bash", "-c", "set -eu; curl() { command curl -sS --fail-with-body --max-time 60 \"$@\"; echo; }\n" + string.Join('\n', lines)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KAIROS_WRITE_KEY"] = running.Keys.WriteKey, ["KAIROS_SECRET_KEY"] = running.Keys.SecretKey },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^```(\\w*)\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("\"decision_id\":\"([^\"]+)\"")]
    private static partial Regex DecisionId();
}

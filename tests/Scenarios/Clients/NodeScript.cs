using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Clients;

/// <summary>What a client says of itself.</summary>
/// <param name="Delivered">Message ids that it believes the server took.</param>
/// <param name="Failed">What it gave up.</param>
internal sealed record ClientReport(IReadOnlyList<string> Delivered, IReadOnlyList<string> Failed);

/// <summary>Runs one of the scripts in <c>clients/tests</c>, which use unchanged clients from npm.</summary>
internal static class NodeScript
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The folder of the scripts and their packages.</summary>
    public static string Folder { get; } = Path.Combine(KairosProgram.Repository, "clients", "tests");

    /// <summary>Fails with what to do when a package is not installed.</summary>
    public static void Require(string package)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", package)))
            throw new InvalidOperationException($"The client {package} is not installed: run `npm ci --prefix clients/tests` first, or `./test`, which does.");
    }

    /// <summary>Runs a script to its end and reads the one line of JSON that it prints last.</summary>
    public static async Task<ClientReport> Run(string script, params string[] arguments)
    {
        var line = new ProcessStartInfo("node") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        line.ArgumentList.Add(script);
        foreach (var argument in arguments)
            line.ArgumentList.Add(argument);
        using var process = Start(line);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"{script} did not end: {await errors}");
        }
        process.ExitCode.ShouldBe(0, $"{script}: {await output}{await errors}");
        var last = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return JsonSerializer.Deserialize<ClientReport>(last, Web)!;
    }

    private static Process Start(ProcessStartInfo line)
    {
        try
        {
            return Process.Start(line)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("Node is not installed: the real clients need it. Install Debian's nodejs and npm, or run `./test`, which does.", missing);
        }
    }
}

using System.Diagnostics;
using System.Text.Json;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Imports;

/// <summary>A <c>kairos import</c> that runs.</summary>
internal sealed class ImportProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly string _note;

    public ImportProcess(ServerHome home, Uri server, string file, params string[] more)
    {
        _note = file + ".import";
        _process = Process.Start(RunningServer.Line(["import", file, "--url", server.ToString(), "--key", home.SecretKey, "--json", .. more]))!;
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits until it has noted so many rows as imported, and is not done.</summary>
    public async Task UntilNoted(long rows)
    {
        while (Noted() < rows)
        {
            _process.HasExited.ShouldBeFalse("It was done before it could be broken off.");
            await Task.Delay(20);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    public void Stop() => Signals.Terminate(_process);

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit code, the summary, and what it said on the way.</returns>
    public async Task<(int Code, JsonElement Summary, string Errors)> End()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        var output = await _output;
        return (_process.ExitCode, output.Length == 0 ? default : JsonDocument.Parse(output).RootElement, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private long Noted()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(_note)).RootElement.GetProperty("rows").GetInt64();
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}

using System.Diagnostics;

namespace Kairos.Scenarios.Servers;

/// <summary>One run of the real program as a process of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ServerOutput _output;

    private RunningServer(Process process, ServerOutput output, Uri address)
    {
        _process = process;
        _output = output;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Whether the process is still there.</summary>
    public bool Running => !_process.HasExited;

    /// <summary>Memory of the machine that the process holds.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it printed last.</summary>
    public string Output => _output.ToString();

    /// <summary>Starts <c>kairos serve</c> on a data folder and waits for its ready line.</summary>
    /// <exception cref="InvalidOperationException">It ended or stayed silent; the message holds what it printed.</exception>
    public static async Task<RunningServer> Start(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var (process, output) = Launch(folder, environment);
        var ended = process.WaitForExitAsync();
        var first = await Task.WhenAny(output.Ready, ended, Task.Delay(Patience));
        if (first == output.Ready)
            return new RunningServer(process, output, await output.Ready);

        if (first == ended)
            throw new InvalidOperationException($"kairos serve ended with code {process.ExitCode} before it was ready:\n{output}");
        process.Kill();
        throw new InvalidOperationException($"kairos serve printed no ready line within {Patience.TotalSeconds} s:\n{output}");
    }

    /// <summary>Starts <c>kairos serve</c> and kills it after a while, ready or not: a crash during recovery.</summary>
    public static async Task StartAndKill(string folder, IReadOnlyDictionary<string, string> environment, TimeSpan after)
    {
        var (process, output) = Launch(folder, environment);
        using (process)
        {
            await Task.WhenAny(output.Ready, Task.Delay(after));
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Runs a command of the program to its end.</summary>
    /// <returns>Its exit code and all it printed.</returns>
    public static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        using var process = Process.Start(Line(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>SIGKILL: the process ends at once, wherever it is.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: the process may finish what it does.</summary>
    /// <returns>Its exit code and how long it took.</returns>
    public async Task<(int Code, TimeSpan Took)> Terminate()
    {
        var watch = Stopwatch.StartNew();
        Signals.Terminate(_process);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, watch.Elapsed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Running)
            await Kill();
        _process.Dispose();
    }

    private static (Process Process, ServerOutput Output) Launch(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var line = Line("serve", "--data", folder, "--urls", "http://127.0.0.1:0");
        foreach (var (name, value) in environment)
            line.Environment[name] = value;
        var process = Process.Start(line)!;
        var output = new ServerOutput();
        output.Follow(process);
        return (process, output);
    }

    /// <summary>How a command of the program is started, its output to be read.</summary>
    public static ProcessStartInfo Line(params string[] arguments)
    {
        var line = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        line.ArgumentList.Add(KairosProgram.Path);
        foreach (var argument in arguments)
            line.ArgumentList.Add(argument);
        return line;
    }
}

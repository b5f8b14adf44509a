using System.Diagnostics;
using System.Net;

namespace Kairos.Bench.Servers;

/// <summary>A server in a process of its own, on a port that it chose itself.</summary>
public sealed class ServerProcess : IDisposable
{
    public const string WriteKey = "bench-write-key";
    public const string SecretKey = "bench-secret-key";
    private readonly Process _process;

    private ServerProcess(Process process, IPEndPoint address, TimeSpan startedIn)
    {
        _process = process;
        Address = address;
        StartedIn = startedIn;
    }

    public IPEndPoint Address { get; }

    /// <summary>From the start of the process to its ready line.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Resident memory now, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The program that <c>./kairos</c> runs, when it is of the same code; else the one built with the benchmarks, not compiled ahead of time.</summary>
    private static string Program { get; } = FindProgram();

    private static string FindProgram()
    {
        var ahead = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../kairos"));
        var current = Directory.GetFiles(AppContext.BaseDirectory, "Kairos.*.dll").Append(Path.Combine(AppContext.BaseDirectory, "kairos.dll"))
            .Where(static file => Path.GetFileName(file) != "Kairos.Bench.dll")
            .All(file => File.GetLastWriteTimeUtc(Path.Combine(ahead, Path.GetFileName(file))) >= File.GetLastWriteTimeUtc(file)); // A missing file is very old.
        Console.Error.WriteLine(current ? $"The server: {ahead}" : "The server: not compiled ahead of time; run ./kairos --help first for the program that users run.");
        return Path.Combine(current ? ahead : AppContext.BaseDirectory, "kairos.dll");
    }

    public static Task<ServerProcess> Kairos(string data, params (string Name, string Value)[] settings) =>
        Start([Program, "serve", "--data", data, "--urls", "http://127.0.0.1:0"], settings);

    public static Task<ServerProcess> Bare(string folder) => Start(["Kairos.Bench.dll", "bare", folder], []);

    private static async Task<ServerProcess> Start(string[] arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, arguments[0]));
        foreach (var argument in arguments[1..])
            start.ArgumentList.Add(argument);
        start.Environment["KAIROS_WRITE_KEY"] = WriteKey;
        start.Environment["KAIROS_SECRET_KEY"] = SecretKey;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (!line.StartsWith("ready ", StringComparison.Ordinal))
                continue;
            var uri = new Uri(line.Split(' ')[1]);
            _ = process.StandardOutput.ReadToEndAsync();
            return new ServerProcess(process, new IPEndPoint(IPAddress.Loopback, uri.Port), clock.Elapsed);
        }

        throw new InvalidOperationException($"The server did not start:\n{string.Join('\n', said)}\n{await errors}");
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public async Task Stop()
    {
        using var asking = Process.Start("kill", $"-TERM {_process.Id}");
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}

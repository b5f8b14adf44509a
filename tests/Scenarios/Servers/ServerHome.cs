namespace Kairos.Scenarios.Servers;

/// <summary>A data folder and the servers that live on it, one after the other.</summary>
internal sealed class ServerHome : IAsyncDisposable
{
    private readonly TemporaryFolder? _own;
    private readonly Dictionary<string, string> _environment;
    private RunningServer? _running;
    private TaskCompletionSource<Uri> _address = NewAddress();

    /// <summary>Prepares a home; no server runs yet.</summary>
    /// <param name="folder">Its data folder; null for a temporary one.</param>
    /// <param name="settings">Options by name, <c>:</c> between parts.</param>
    public ServerHome(string? folder = null, params (string Name, string Value)[] settings)
    {
        _own = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? _own!.Path;
        _environment = settings.ToDictionary(s => "KAIROS__" + s.Name.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        _environment["KAIROS_WRITE_KEY"] = WriteKey;
        _environment["KAIROS_SECRET_KEY"] = SecretKey;
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The public key of its first workspace.</summary>
    public string WriteKey { get; } = "wk_" + Guid.NewGuid().ToString("N");

    /// <summary>The secret key of its first workspace.</summary>
    public string SecretKey { get; } = "sk_" + Guid.NewGuid().ToString("N");

    /// <summary>The server that runs.</summary>
    public RunningServer Server => _running ?? throw new InvalidOperationException("No server runs here.");

    /// <summary>The address, as soon as a server is ready: callers that lost theirs wait here.</summary>
    public Task<Uri> Address => Volatile.Read(ref _address).Task;

    /// <summary>Starts a server and waits until it is ready.</summary>
    public async Task<ServerHome> Start()
    {
        _running = await RunningServer.Start(Folder, _environment);
        _address.TrySetResult(_running.Address);
        return this;
    }

    /// <summary>Starts a server and kills it before it is likely to be ready.</summary>
    public Task StartAndKill(TimeSpan after) => RunningServer.StartAndKill(Folder, _environment, after);

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        Volatile.Write(ref _address, NewAddress());
        await Server.Kill();
    }

    /// <summary>SIGTERM.</summary>
    public async Task<(int Code, TimeSpan Took)> Terminate()
    {
        Volatile.Write(ref _address, NewAddress());
        return await Server.Terminate();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        _own?.Dispose();
    }

    private static TaskCompletionSource<Uri> NewAddress() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

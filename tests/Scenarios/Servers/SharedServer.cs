[assembly: AssemblyFixture(typeof(Kairos.Scenarios.Servers.SharedServer))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Kairos.Scenarios.Servers;

/// <summary>One server for all scenarios that neither kill nor configure it. Each takes people and items of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly ServerHome _home = new();

    internal ServerHome Home => _home;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _home.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _home.DisposeAsync();
}

using Kairos.Govern.Workspaces;

namespace Kairos.Host.Servers;

/// <summary>What the command line says of a server; everything else is in <c>kairos.yaml</c> and the environment.</summary>
/// <param name="Data">Its data folder. Made when missing.</param>
/// <param name="Urls">Addresses to serve on, <c>;</c> between them. Port 0 takes any free port.</param>
/// <param name="Plan">The plan folder; null for <c>plan</c> in the data folder.</param>
public sealed record ServerSettings(string Data, string Urls, string? Plan = null)
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string UrlsDefault = "http://127.0.0.1:8080";

    /// <summary>Settings that win over every other source: the demo's and the tests'.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>Told what a first start made, as soon as it exists: only hashes of the keys are kept, so whatever fails afterwards, they must be shown.</summary>
    public Action<FirstStart>? FirstStarted { get; init; }

    /// <summary>The data folder's full path.</summary>
    public string DataPath => Path.GetFullPath(Data);

    /// <summary>The plan folder's full path.</summary>
    public string PlanPath => Path.GetFullPath(Plan ?? Path.Combine(Data, "plan"));
}

using Microsoft.Extensions.Configuration;

namespace Kairos.Host.Settings;

/// <summary>Settings of one <c>kairos.yaml</c>. A missing file has none.</summary>
/// <param name="path">Full path of the file.</param>
public sealed class YamlSource(string path) : IConfigurationSource
{
    /// <summary>Name of the settings file, looked for in the current directory and in the data folder.</summary>
    public const string FileName = "kairos.yaml";

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new YamlProvider(path);
}

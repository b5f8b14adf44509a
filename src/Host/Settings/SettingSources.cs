using Kairos.Host.Servers;
using Microsoft.Extensions.Configuration;

namespace Kairos.Host.Settings;

/// <summary>Where settings come from; what stands lower in this file wins.</summary>
public static class SettingSources
{
    /// <summary>Environment variables that are settings begin so: <c>KAIROS__Capture__Journal__Partitions=32</c>.</summary>
    public const string EnvironmentPrefix = "KAIROS__";

    /// <summary>Adds all sources of a server's settings.</summary>
    /// <param name="configuration">Receives them.</param>
    /// <param name="settings">What the command line said.</param>
    /// <exception cref="StartRefusedException">A settings file cannot be read.</exception>
    public static void AddKairosSettings(this IConfigurationBuilder configuration, ServerSettings settings)
    {
        var here = Path.GetFullPath(YamlSource.FileName);
        var withData = Path.Combine(settings.DataPath, YamlSource.FileName);
        configuration.Add(new YamlSource(here));
        if (withData != here)
            configuration.Add(new YamlSource(withData));
        configuration.AddInMemoryCollection(Plain());
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
        configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = settings.DataPath, ["Plan"] = settings.PlanPath });
        configuration.AddInMemoryCollection(settings.Overrides);
    }

    // Variables that have names of their own: the first start's keys, and OpenTelemetry's.
    private static IEnumerable<KeyValuePair<string, string?>> Plain()
    {
        string[] names = ["KAIROS_WRITE_KEY", "KAIROS_SECRET_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_SERVICE_NAME"];
        return names.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name))).Where(entry => !string.IsNullOrEmpty(entry.Value));
    }
}

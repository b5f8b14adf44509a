using System.Collections.Concurrent;
using System.Globalization;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kairos.Host.Settings;

/// <summary>Reads a settings file: nested maps become <c>Stage:Name:Setting</c>, list entries become numbers.</summary>
/// <remarks>It remembers which settings were asked for, so that a misspelt one is found rather than silently ignored.</remarks>
/// <param name="path">Full path of the file.</param>
public sealed class YamlProvider(string path) : ConfigurationProvider
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Full path of the file.</summary>
    public string Path => path;

    /// <summary>Settings that nothing has asked for, with their line in the file, in the file's order.</summary>
    public IEnumerable<(string Key, long Line)> Unasked =>
        _lines.Where(entry => !_asked.ContainsKey(entry.Key)).Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Value);

    /// <inheritdoc/>
    /// <exception cref="StartRefusedException">The file is not YAML, or not a map of settings.</exception>
    public override void Load()
    {
        if (!File.Exists(path))
            return;
        var yaml = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            yaml.Load(reader);
        }
        catch (YamlException error)
        {
            throw new StartRefusedException($"{path}, line {error.Start.Line}, column {error.Start.Column}: {error.Message}", ExitCode.WrongSetting, error);
        }

        foreach (var document in yaml.Documents)
            Add("", document.RootNode);
    }

    /// <inheritdoc/>
    public override bool TryGet(string key, out string? value)
    {
        var found = base.TryGet(key, out value);
        if (found)
            _asked[key] = true;
        return found;
    }

    private void Add(string key, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (name, value) in map.Children)
                    Add(Join(key, ((YamlScalarNode)name).Value!), value);
                break;
            case YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++)
                    Add(Join(key, i.ToString(CultureInfo.InvariantCulture)), list.Children[i]);
                break;
            case YamlScalarNode scalar when key.Length > 0:
                Data[key] = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" ? null : scalar.Value;
                _lines[key] = node.Start.Line;
                break;
            case YamlScalarNode { Value: "" or null }: // An empty file.
                break;
            default:
                throw new StartRefusedException($"{path}, line {node.Start.Line}: settings are a map of names to values", ExitCode.WrongSetting);
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : ConfigurationPath.Combine(key, name);
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kairos.Host.Tests.Settings;

/// <summary>Writes the reference of all settings from the options classes themselves: name, default, range, meaning.</summary>
internal static partial class SettingsPage
{
    private const string Head = """
        # Settings

        Every setting, with its default and range. This page is made from the options classes; a test keeps it equal to them.
        [operations.md](../operations.md#settings) says where settings are written and what wins.

        A time is written `hours:minutes:seconds`, with days before it and a dot: `1.00:00:00` is a day.

        """;

    public static string Write(string root)
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (section, type) in Sections(root).OrderBy(entry => entry.Section, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{Summary("T:" + type.FullName, type.Assembly)}\n\n| setting | default | range | meaning |\n|---|---|---|---|\n");
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null))
                page.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | {Value(property.GetValue(defaults))} | {Range(property)} | {Summary($"P:{type.FullName}.{property.Name}", type.Assembly)} |\n");
        }

        return page.ToString();
    }

    /// <summary>The sections that the stages' doors bind, and the class of each.</summary>
    public static IEnumerable<(string Section, Type Type)> Sections(string root)
    {
        var types = new[] { "Govern", "Capture", "Unify", "Learn", "Decide", "Activate", "Measure" }.Select(stage => "Kairos." + stage).Append("kairos")
            .SelectMany(name => Assembly.Load(name).GetTypes()).Where(type => type.IsClass && type.Namespace?.StartsWith("Kairos.", StringComparison.Ordinal) == true).ToLookup(type => type.Name);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match bound in Bound().Matches(File.ReadAllText(file)))
                yield return (bound.Groups[2].Value, types[bound.Groups[1].Value].Single());
        }
    }

    private static string Value(object? value) => value switch
    {
        null => "none",
        string { Length: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        System.Collections.IEnumerable list => list.Cast<object>().Any() ? $"`{string.Join("`, `", list.Cast<object>())}`" : "none",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Range(PropertyInfo property)
    {
        foreach (var attribute in property.GetCustomAttributes())
        {
            switch (attribute)
            {
                case RangeAttribute range:
                    return string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}");
                case StringLengthAttribute length:
                    return $"up to {length.MaximumLength} characters";
                case AllowedValuesAttribute allowed:
                    return string.Join(", ", allowed.Values.Where(value => value is not null));
                case RegularExpressionAttribute pattern:
                    return string.Join(", ", pattern.Pattern.Replace("(?i)", "", StringComparison.Ordinal).Split('|'));
            }
        }

        return property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType)) : "";
    }

    private static string Summary(string member, Assembly assembly)
    {
        var documents = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var summary = documents.Descendants("member").FirstOrDefault(entry => entry.Attribute("name")!.Value == member.Replace('+', '.'))?.Element("summary");
        return summary is null ? "" : Spaces().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement see when (see.Attribute("cref") ?? see.Attribute("langword")) is { } target => $"`{target.Value.Split('.', ':')[^1]}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex("(?:Bind|AddBound|AddOptions|AddModel)<(\\w+)>\\([^;\"]*?\"(\\w+:\\w+)\"")]
    private static partial Regex Bound();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

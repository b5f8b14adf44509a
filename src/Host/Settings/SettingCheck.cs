using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Kairos.Host.Settings;

/// <summary>Stops a start whose settings are wrong, and says by name which and why.</summary>
public static class SettingCheck
{
    /// <summary>Binds and validates every option, then looks for settings that nobody knows.</summary>
    /// <param name="services">The built program's services.</param>
    /// <exception cref="StartRefusedException">A setting is out of range, of the wrong kind, or unknown.</exception>
    public static void Validate(IServiceProvider services)
    {
        services.GetService<IStartupValidator>()?.Validate();
        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();

        // A section that a framework reads later is not unknown.
        var unknown = configuration.Providers.OfType<YamlProvider>()
            .SelectMany(file => file.Unasked.Where(entry => !IsOverridden(configuration, file, entry.Key) && !entry.Key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase))
                .Select(entry => $"{file.Path}, line {entry.Line}: no such setting: {entry.Key}"))
            .ToList();
        if (unknown.Count > 0)
            throw Wrong(unknown, null);
    }

    /// <summary>The refusal that says which setting made an exception; null when none did.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="error">What building or starting the program threw.</param>
    public static StartRefusedException? Explain(IConfigurationRoot configuration, Exception error) => error switch
    {
        OptionsValidationException wrong => Wrong(wrong.Failures.Select(failure => Explain(configuration, failure)), error),
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            Wrong(many.InnerExceptions.SelectMany(inner => ((OptionsValidationException)inner).Failures).Select(failure => Explain(configuration, failure)), error),
        InvalidOperationException when error.Message.Contains("configuration value", StringComparison.OrdinalIgnoreCase) => Wrong([error.Message], error),
        _ => null,
    };

    private static StartRefusedException Wrong(IEnumerable<string> lines, Exception? cause) =>
        new("Wrong setting: " + string.Join(Environment.NewLine + "Wrong setting: ", lines), ExitCode.WrongSetting, cause);

    // "DataAnnotation validation failed for 'JournalOptions' members: 'Partitions' with the error: 'The field …'."
    private static string Explain(IConfigurationRoot configuration, string failure)
    {
        var parts = failure.Split('\'');
        if (!failure.StartsWith("DataAnnotation", StringComparison.Ordinal) || parts.Length < 6)
            return failure;
        var member = parts[3];
        var set = configuration.AsEnumerable().FirstOrDefault(entry =>
            entry.Value is not null && string.Equals(ConfigurationPath.GetSectionKey(entry.Key), member, StringComparison.OrdinalIgnoreCase));
        var reason = string.Join('\'', parts[5..^1]);
        return set.Key is null ? $"{parts[1]}.{member}: {reason}" : $"{set.Key} = {set.Value}: {reason}";
    }

    private static bool IsOverridden(IConfigurationRoot configuration, YamlProvider file, string key) =>
        configuration.Providers.SkipWhile(provider => provider != file).Skip(1).Any(provider => provider.TryGet(key, out _));
}

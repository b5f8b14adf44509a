using Kairos.Govern.Workspaces;
using Kairos.Host.Commands;
using Kairos.Host.Servers;

namespace Kairos.Host.Demo;

/// <summary>The keys of the workspace that the demo plays in.</summary>
/// <param name="WriteKey">Captures and asks.</param>
/// <param name="SecretKey">Reads back; null when it is not known.</param>
internal sealed record DemoKeys(string WriteKey, string? SecretKey)
{
    /// <summary>Those that the first start made, or else those in the environment.</summary>
    /// <param name="first">What this run made, if it did.</param>
    /// <param name="services">The server's.</param>
    /// <exception cref="StartRefusedException">The folder was used before and the environment does not name its key.</exception>
    public static DemoKeys Of(FirstStart? first, IServiceProvider services)
    {
        if (first is not null)
            return new(first.WriteKey, first.SecretKey);
        var settings = services.GetRequiredService<IConfiguration>();
        return settings["KAIROS_WRITE_KEY"] is { Length: > 0 } write
            ? new(write, settings["KAIROS_SECRET_KEY"])
            : throw new StartRefusedException("This data folder was used before, so its keys exist already: set KAIROS_WRITE_KEY to its write key, or leave --data out.", ExitCode.WrongSetting);
    }
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Kairos.Host.Telemetry;

/// <summary>Structured logs by Serilog, to standard error. Never per event, never with personal data: stages log counts, names of settings, hashes.</summary>
public static class Logs
{
    private const string Text = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Adds logging by the settings <c>Host:Log</c>.</summary>
    /// <param name="builder">The program.</param>
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogOptions>().BindConfiguration("Host:Log").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSerilog((services, logger) => Configure(logger, services.GetRequiredService<IOptions<LogOptions>>().Value));
    }

    private static void Configure(LoggerConfiguration logger, LogOptions options)
    {
        logger.MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.Level, ignoreCase: true))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans.Runtime.Silo", LogEventLevel.Error) // It advises a garbage collector for machines that serve nothing else.
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error) // Its first check measures from the machine's start.
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .Filter.ByExcluding(entry => entry.MessageTemplate.Text == "Hosting failed to start"); // The command says why, in one line.
        if (options.Format.Equals("json", StringComparison.OrdinalIgnoreCase))
            logger.WriteTo.Console(new CompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose);
        else // Text shows no trace ids: ASP.NET need not make an activity and a scope for every request. Kestrel logs what endpoints throw.
            logger.MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
                .WriteTo.Console(outputTemplate: Text, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
    }
}

using Kairos.Capture.Archive;
using Kairos.Capture.Consents;
using Kairos.Capture.Erasure;
using Kairos.Capture.Intake;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Intake.Schemas;
using Kairos.Capture.Journal;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;
using Kairos.Capture.Sources.Http;
using Kairos.Govern.Access;
using Kairos.Govern.Erasure;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Capture;

/// <summary>The door of Capture: what happened? Sources, parsing, normalizers, intake with its quarantine, and the journal.</summary>
public static class CaptureStage
{
    /// <summary>Adds all that takes events in. Whatever was registered before, another journal for one, stays.</summary>
    /// <param name="builder">The program, with Govern added.</param>
    public static IHostApplicationBuilder AddCapture(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        Bind<JournalOptions>(services, "Capture:Journal");
        Bind<ArchiveOptions>(services, "Capture:Archive");
        Bind<ParsingOptions>(services, "Capture:Parsing");
        Bind<IntakeOptions>(services, "Capture:Intake");
        Bind<IdentifierOptions>(services, "Capture:Identifiers");
        Bind<MessageOptions>(services, "Capture:Messages");
        Bind<ClockOptions>(services, "Capture:Clocks");
        Bind<SchemaOptions>(services, "Capture:Schemas");
        Bind<UserAgentOptions>(services, "Capture:UserAgents");
        Bind<GeographyOptions>(services, "Capture:Geography");
        Bind<PersonalDataOptions>(services, "Capture:PersonalData");
        Bind<QuarantineOptions>(services, "Capture:Quarantine");
        Bind<HttpSourceOptions>(services, "Capture:Http");
        Bind<StandingOptions>(services, "Capture:Consents");

        services.TryAddSingleton<IJournal>(provider => SegmentJournal.Open(
            provider.GetRequiredService<DataFolder>().At("journal"), Options<JournalOptions>(provider),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SegmentJournal>>()));

        services.TryAddSingleton<ArchiveService>();
        services.TryAddSingleton<ArchiveSearch>();
        services.AddHostedService(provider => provider.GetRequiredService<ArchiveService>());
        services.AddSingleton<IJournalFollower>(provider => provider.GetRequiredService<ArchiveService>());

        services.TryAddSingleton(provider => new UserAgents(Options<UserAgentOptions>(provider)));
        services.TryAddSingleton<TimeZones>();
        services.TryAddSingleton<IGeography>(provider =>
            Options<GeographyOptions>(provider).File is { Length: > 0 } file ? new MaxMindGeography(file) : new NoGeography());
        services.TryAddSingleton<ISchemas>(provider => new FileSchemas(
            Options<SchemaOptions>(provider).Folder is { Length: > 0 } folder ? folder : provider.GetRequiredService<DataFolder>().At("plan/schemas")));
        services.AddHostedService<FilesAtStart>();

        services.TryAddSingleton<StandingConsents>();
        services.TryAddSingleton<StandingService>();
        services.AddHostedService(provider => provider.GetRequiredService<StandingService>());
        services.AddSingleton<IJournalFollower>(provider => provider.GetRequiredService<StandingService>());
        services.AddSingleton<IErasable, StandingErasable>();

        services.TryAddSingleton<IntakeMeter>();
        services.TryAddSingleton<EventBudgets>();
        services.TryAddSingleton<PersonalDataGate>();
        services.TryAddSingleton<ConsentFields>();
        services.TryAddSingleton<RefusalMemory>();
        services.TryAddSingleton<StandingFields>();
        services.TryAddSingleton<StatementRecords>();
        services.TryAddSingleton<DeviceFields>();
        services.TryAddSingleton<PlaceFields>();
        services.TryAddSingleton<BlockedIdentifiers>();
        services.TryAddSingleton<LinkFields>();
        services.TryAddSingleton<LinkMemory>();
        services.TryAddSingleton<MessageMemory>();
        services.TryAddSingleton<IErasedMessages>(static provider => provider.GetRequiredService<MessageMemory>());
        services.AddHostedService<MessageRestore>();
        services.TryAddSingleton<RecordEncoder>();
        services.TryAddSingleton<IQuarantine, QuarantineFiles>();
        services.TryAddSingleton<IIntake, EventIntake>();
        services.TryAddSingleton<QuarantineReplay>();

        services.TryAddSingleton<IErasureMark, JournalMarks>();
        services.AddSingleton<IErasable, JournalErasable>();
        services.AddSingleton<IErasable, ArchiveErasable>();
        services.AddSingleton<IErasable, QuarantineErasable>();
        services.AddSingleton<IRetentionRule, JournalRetention>();
        services.AddSingleton<IRetentionRule, ArchiveRetention>();
        services.AddSingleton<IRetentionRule, ArchivedDecisionRetention>();
        services.AddSingleton<IRetentionRule, QuarantineRetention>();

        services.AddProblems(QuarantineEndpoints.BadFilter);
        services.AddProblems(RefusalProblems.All);
        return builder;
    }

    /// <summary>Maps the tracking API, the browser library's settings and the quarantine.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapCapture(this IEndpointRouteBuilder endpoints)
    {
        TrackingEndpoints.Map(endpoints);
        SettingsEndpoints.Map(endpoints);
        QuarantineEndpoints.Map(endpoints);
        return endpoints;
    }

    private static void Bind<T>(IServiceCollection services, string section)
        where T : class => services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}

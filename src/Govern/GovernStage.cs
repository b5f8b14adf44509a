using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Erasure;
using Kairos.Govern.Retention;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Govern;

/// <summary>The door of Govern: may we? Workspaces, keys and roles, the audit log, purposes and consent, refusals.</summary>
public static class GovernStage
{
    /// <summary>Adds workspaces, the guard of endpoints, the audit log and the purposes. The data folder is <c>Data</c> in the configuration unless one was registered before.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddGovern(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new DataFolder(Path.GetFullPath(provider.GetRequiredService<IConfiguration>()["Data"] ?? "data")));

        services.AddOptions<FirstKeys>()
            .Configure<IConfiguration>((keys, settings) => (keys.WriteKey, keys.SecretKey) = (settings["KAIROS_WRITE_KEY"], settings["KAIROS_SECRET_KEY"]))
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new GovernDatabase(provider.GetRequiredService<DataFolder>()));
        services.TryAddSingleton(provider => new SqliteWorkspaces(
            provider.GetRequiredService<GovernDatabase>(), provider.GetRequiredService<IOptions<FirstKeys>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWorkspaces>(provider => provider.GetRequiredService<SqliteWorkspaces>());
        services.TryAddSingleton(provider => new SqliteAuditLog(provider.GetRequiredService<GovernDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAuditLog>(provider => provider.GetRequiredService<SqliteAuditLog>());
        services.AddHostedService<AuditAtStart>();
        services.AddHostedService<SettingsAtStart>();
        services.AddSingleton<IRetentionRule, AuditRetention>();

        services.AddOptions<AccessOptions>().BindConfiguration("Govern:Access").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<AccessOptions>>().Value);
        services.TryAddSingleton<FailedAttempts>();
        services.TryAddSingleton<KeyGuard>();
        services.TryAddSingleton<RequestRates>();
        services.AddOptions<OidcOptions>().BindConfiguration("Govern:Oidc").ValidateDataAnnotations()
            .Validate(oidc => string.IsNullOrEmpty(oidc.Authority) || !string.IsNullOrEmpty(oidc.Audience), "Audience is needed with an Authority: a token made for another program must not open this one.")
            .Validate(oidc => oidc.Roles.Values.All(role => Role.Find(role) is not null), "Roles maps to viewer, analyst, marketer, operator, privacy-officer and admin only.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => new OidcTokens(
            provider.GetRequiredService<IOptions<OidcOptions>>().Value, provider.GetRequiredService<IWorkspaces>(), provider.GetRequiredService<TimeProvider>()));

        services.AddOptions<PurposeOptions>().BindConfiguration("Govern:Purposes").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<PurposeRegister>();
        services.AddSingleton<IValidateOptions<PurposeOptions>, PurposeCheck>();
        services.AddSingleton<IValidateOptions<PurposeOptions>, CoverageCheck>(); // Each stage adds what it has that can be covered.
        foreach (var channel in PurposePresets.Channels)
            services.AddSingleton(channel);
        services.TryAddSingleton(provider =>
        {
            var policies = PurposeBuilding.Build(provider.GetRequiredService<IOptions<PurposeOptions>>().Value, []) ?? throw new InvalidOperationException("The purposes were not validated.");
            provider.GetRequiredService<PurposeRegister>().Note(policies.Standard.All);
            return policies;
        });
        services.TryAddSingleton(provider => provider.GetRequiredService<PurposePolicies>().Standard);
        services.AddOptions<TcfOptions>().BindConfiguration("Govern:Tcf").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TcfOptions>, TcfCheck>();
        services.TryAddSingleton(provider => new TcfMapping(provider.GetRequiredService<IOptions<TcfOptions>>().Value, provider.GetRequiredService<PurposePolicy>()));

        services.AddOptions<ErasureOptions>().BindConfiguration("Govern:Erasure").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ErasureMeter>();
        services.AddOptions<RetentionOptions>().BindConfiguration("Govern:Retention").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RetentionSweeps>(); // Each stage adds the rules for its data.
        services.AddHostedService(provider => provider.GetRequiredService<RetentionSweeps>());
        services.AddProblems(ErasureEndpoints.NotErasable, ErasureEndpoints.NoSuchErasure, ErasureEndpoints.TooManyErasures, ErasureEndpoints.ErasureNotBegun);
        services.AddProblems(AccessProblems.All);
        services.AddProblems(KeyEndpoints.Problems);
        services.AddProblems(AuditEndpoints.InvalidPage);
        return builder;
    }

    /// <summary>Adds what erases people. For the stage that knows them, once it has registered <see cref="IErasureTargets"/>; the mark and the stores come from all stages.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddErasures(this IServiceCollection services)
    {
        services.TryAddSingleton<Erasures>();
        services.TryAddSingleton<IErasures>(provider => provider.GetRequiredService<Erasures>());
        services.TryAddSingleton<ErasureEndpoints>();
        return services.AddHostedService(provider => provider.GetRequiredService<Erasures>());
    }

    /// <summary>Maps keys, workspaces, the audit log, erasures, retention, and the pages that explain refusals.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapGovern(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapProblems();
        ActivatorUtilities.CreateInstance<KeyEndpoints>(endpoints.ServiceProvider).Map(endpoints);
        endpoints.MapAudit();
        endpoints.ServiceProvider.GetService<ErasureEndpoints>()?.Map(endpoints);
        RetentionEndpoints.Map(endpoints, endpoints.ServiceProvider.GetRequiredService<RetentionSweeps>());
        return endpoints;
    }
}

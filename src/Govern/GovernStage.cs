using Kairos.Govern.Access;
using Kairos.Govern.Audit;
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

        services.AddOptions<AccessOptions>().BindConfiguration("Govern:Access").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<AccessOptions>>().Value);
        services.TryAddSingleton<FailedAttempts>();
        services.TryAddSingleton<KeyGuard>();
        services.AddOptions<OidcOptions>().BindConfiguration("Govern:Oidc").ValidateDataAnnotations()
            .Validate(oidc => string.IsNullOrEmpty(oidc.Authority) || !string.IsNullOrEmpty(oidc.Audience), "Audience is needed with an Authority: a token made for another program must not open this one.")
            .Validate(oidc => oidc.Roles.Values.All(role => Role.Find(role) is not null), "Roles maps to viewer, analyst, marketer, operator, privacy-officer and admin only.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => new OidcTokens(
            provider.GetRequiredService<IOptions<OidcOptions>>().Value, provider.GetRequiredService<IWorkspaces>(), provider.GetRequiredService<TimeProvider>()));

        services.AddOptions<PurposeOptions>().BindConfiguration("Govern:Purposes").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<PurposeRegister>();
        services.AddSingleton<IValidateOptions<PurposeOptions>, PurposeCheck>();
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

        services.AddProblems(AccessProblems.All);
        services.AddProblems(KeyEndpoints.Problems);
        services.AddProblems(AuditEndpoints.InvalidPage);
        return builder;
    }

    /// <summary>Maps keys, workspaces, the audit log, and the pages that explain refusals.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapGovern(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapProblems();
        ActivatorUtilities.CreateInstance<KeyEndpoints>(endpoints.ServiceProvider).Map(endpoints);
        endpoints.MapAudit();
        return endpoints;
    }
}

using Kairos.Govern.Access;
using Kairos.Govern.Erasure;
using Kairos.Govern.Retention;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Govern;

/// <summary>The door of Govern: may we? Workspaces and their keys, purposes and consent, refusals.</summary>
public static class GovernStage
{
    /// <summary>Adds workspaces, the key guard and the purposes. The data folder is <c>Data</c> in the configuration unless one was registered before.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddGovern(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new DataFolder(Path.GetFullPath(provider.GetRequiredService<IConfiguration>()["Data"] ?? "data")));

        services.AddOptions<FirstKeys>()
            .Configure<IConfiguration>((keys, settings) => (keys.WriteKey, keys.SecretKey) = (settings["KAIROS_WRITE_KEY"], settings["KAIROS_SECRET_KEY"]))
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new SqliteWorkspaces(
            provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<IOptions<FirstKeys>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWorkspaces>(provider => provider.GetRequiredService<SqliteWorkspaces>());
        services.TryAddSingleton<SecretKeyGuard>();

        services.AddOptions<PurposeOptions>().BindConfiguration("Govern:Purposes").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => PurposePolicy.Of(provider.GetRequiredService<IOptions<PurposeOptions>>().Value.Preset));

        services.AddOptions<ErasureOptions>().BindConfiguration("Govern:Erasure").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ErasureMeter>();
        services.AddOptions<RetentionOptions>().BindConfiguration("Govern:Retention").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RetentionSweeps>(); // Each stage adds the rules for its data.
        services.AddHostedService(provider => provider.GetRequiredService<RetentionSweeps>());
        services.AddProblems(ErasureEndpoints.NotErasable, ErasureEndpoints.NoSuchErasure, ErasureEndpoints.TooManyErasures, ErasureEndpoints.ErasureNotBegun);

        services.AddProblems(AccessEndpoints.UnknownKey);
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

    /// <summary>Maps the pages that explain refusals, and erasures.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapGovern(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapProblems();
        endpoints.ServiceProvider.GetService<ErasureEndpoints>()?.Map(endpoints);
        RetentionEndpoints.Map(endpoints, endpoints.ServiceProvider.GetRequiredService<RetentionSweeps>());
        return endpoints;
    }
}

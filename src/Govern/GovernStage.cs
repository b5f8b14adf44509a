using Kairos.Govern.Access;
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

        services.AddProblems(AccessEndpoints.UnknownKey);
        return builder;
    }

    /// <summary>Maps the pages that explain refusals.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapGovern(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapProblems();
        return endpoints;
    }
}

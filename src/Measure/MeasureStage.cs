using Kairos.Govern.Erasure;
using Kairos.Measure.Monitors;
using Kairos.Measure.Outcomes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Measure;

/// <summary>The door of Measure: what did it change? Live counters, and what came of what was served.</summary>
public static class MeasureStage
{
    /// <summary>Adds the counters and the follower of outcomes.</summary>
    /// <param name="builder">The program, with the stages before added.</param>
    public static IHostApplicationBuilder AddMeasure(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OutcomeOptions>().BindConfiguration("Measure:Outcomes").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OutcomeOptions>>().Value);
        services.AddOptions<FlipOptions>().BindConfiguration("Measure:Bucketing").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<FlipOptions>>().Value);
        services.AddSingleton<ServedHits>();
        services.AddSingleton<BucketingFlips>();
        services.AddSingleton<IErasable, OutcomeErasable>();
        services.AddHostedService<OutcomeFollower>();
        services.AddSingleton<LiveCounters>();
        services.AddSingleton<LiveReport>();
        return builder;
    }

    /// <summary>Maps the reports, and begins to count.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapMeasure(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<LiveCounters>(); // From the first request on, not from the first look.
        endpoints.MapReports();
        return endpoints;
    }
}

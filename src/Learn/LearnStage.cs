using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Registry;
using Kairos.Learn.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Learn;

/// <summary>The door of the stage that learns what people like.</summary>
public static class LearnStage
{
    /// <summary>Adds the models and the follower that teaches them. Needs an <see cref="IJournal"/>.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddLearn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BlendOptions>().BindConfiguration("Learn:Blend").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FollowerOptions>().BindConfiguration("Learn:Follower").ValidateDataAnnotations().ValidateOnStart();

        services.AddModel<TransitionOptions>("Learn:Transitions", static options => new TransitionModel(options));
        services.AddModel<NeighbourOptions>("Learn:SessionNeighbours", static options => new NeighbourModel(options));
        services.AddModel<PopularOptions>("Learn:Popular", static options => new PopularModel(options));

        services.AddSingleton<ModelRegistry>();
        services.AddSingleton<IModels>(static provider => provider.GetRequiredService<ModelRegistry>());
        services.AddSingleton<ClickFollower>();
        services.AddSingleton<IJournalFollower>(static provider => provider.GetRequiredService<ClickFollower>());
        services.AddHostedService(static provider => provider.GetRequiredService<ClickFollower>());
        services.AddSingleton<IErasable, ModelErasable>();
        return builder;
    }

    private static void AddModel<TOptions>(this IServiceCollection services, string section, Func<TOptions, ISessionModel> make)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new ModelRecipe(() => make(provider.GetRequiredService<IOptions<TOptions>>().Value)));
    }
}

using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Registry;
using Kairos.Learn.Snapshots;
using Kairos.Learn.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Learn;

/// <summary>The door of the stage that learns what people like.</summary>
public static class LearnStage
{
    /// <summary>The file in the data folder that holds the saved models.</summary>
    public const string SavedState = "models.state";

    /// <summary>Adds the models and the follower that teaches them. Needs an <see cref="IJournal"/>; saves them where there is a <see cref="DataFolder"/>.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddLearn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BlendOptions>().BindConfiguration("Learn:Blend").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FollowerOptions>().BindConfiguration("Learn:Follower").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SavingOptions>().BindConfiguration("Learn:Saving").ValidateDataAnnotations().ValidateOnStart();

        services.AddModel<TransitionOptions>("Learn:Transitions", "transitions", static options => new TransitionModel(options));
        services.AddModel<NeighbourOptions>("Learn:SessionNeighbours", "session-neighbours", static options => new NeighbourModel(options));
        services.AddModel<PopularOptions>("Learn:Popular", "popular", static options => new PopularModel(options));

        services.AddSingleton<ModelRegistry>();
        services.AddSingleton<IModels>(static provider => provider.GetRequiredService<ModelRegistry>());
        services.AddSingleton(static provider => new ModelSaving(
            provider.GetService<DataFolder>()?.At(SavedState), provider.GetRequiredService<IOptions<SavingOptions>>().Value, provider.GetRequiredService<IJournal>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILogger<ModelSaving>>()));
        services.AddSingleton<ClickFollower>();
        services.AddSingleton<IJournalFollower>(static provider => provider.GetRequiredService<ClickFollower>());
        services.AddHostedService(static provider => provider.GetRequiredService<ClickFollower>());
        services.AddSingleton<IErasable, ModelErasable>();
        return builder;
    }

    private static void AddModel<TOptions>(this IServiceCollection services, string section, string name, Func<TOptions, ISessionModel> make)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new ModelRecipe(() => make(provider.GetRequiredService<IOptions<TOptions>>().Value), name));
        services.AddSingleton(new Coverable(CoveredKind.Model, name));
    }
}

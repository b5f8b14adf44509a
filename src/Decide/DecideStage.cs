using System.Security.Cryptography;
using Kairos.Capture.Intake;
using Kairos.Decide.Decisions;
using Kairos.Decide.Guards;
using Kairos.Decide.Plans;
using Kairos.Decide.Ranking;
using Kairos.Govern.Access;
using Kairos.Govern.Erasure;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Decide;

/// <summary>The door of Decide: what to show? Placements and the plan, ranking, guards, decisions and their records.</summary>
public static class DecideStage
{
    /// <summary>Adds all that decisions need. Purposes, the journal, people, items and models come from the stages before.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddDecide(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddBound<RequestLimits>("Decide:Requests").AddBound<ContextOptions>("Decide:Context")
            .AddBound<RankingOptions>("Decide:Ranking").AddBound<RecordOptions>("Decide:Records");

        services.TryAddSingleton<IPlans, FreshPlans>();

        // Guards are asked in this order; a new one adds its line here.
        services.AddSingleton<IGuard, UnknownItem>();
        services.AddSingleton<IGuard, Unavailable>();
        services.AddSingleton<IGuard, Bought>();
        services.AddSingleton<IGuard, InCart>();
        services.AddSingleton<IGuard, JustSeen>();
        services.AddSingleton<IGuard, Duplicate>();
        services.AddSingleton<IGuard, Guards.NotInterested>();
        services.AddSingleton<GuardChain>();

        services.TryAddSingleton<ICandidates, ModelCandidates>();
        services.AddSingleton<Ranker>();

        services.TryAddSingleton(provider => new PurposePolicies(provider.GetRequiredService<PurposePolicy>()));
        services.TryAddSingleton(provider => new TcfMapping(new TcfOptions(), provider.GetRequiredService<PurposePolicy>()));
        services.TryAddSingleton<PurposeReading>();
        services.TryAddSingleton(_ => new Bucketing(new BucketingOptions()));
        services.TryAddSingleton<RefusalMemory>();
        services.AddSingleton<Decisions.Permission>();
        services.AddSingleton(new Coverable(CoveredKind.Channel, Decisions.Permission.Channel));
        services.AddSingleton<Decisions.PersonReader>();
        services.AddSingleton<ContextBuilder>();
        services.AddSingleton<AccountContext>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<RecommendationsReader>();

        services.TryAddSingleton(_ => new DecisionSeeds(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))));
        services.AddSingleton(provider => new RecentDecisions(provider.GetRequiredService<RecordOptions>().RecentMax));
        services.AddSingleton<IErasable, DecisionErasable>();
        services.AddSingleton<DecisionMeter>();
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton<RecordWriter>();
        services.AddSingleton<DecisionRecords>();
        services.AddSingleton<DecisionTraces>();
        services.AddSingleton<DecisionReplay>();
        services.AddSingleton<DecisionPool>();
        services.AddSingleton<Decider>();
        services.AddSingleton<Rehearsal>();

        services.AddProblems(DecisionProblems.All);
        return builder;
    }

    /// <summary>Maps the endpoints of decisions.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapDecide(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDecisions();
        return endpoints;
    }

    private static IServiceCollection AddBound<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }
}

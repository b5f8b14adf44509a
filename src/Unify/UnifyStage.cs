using System.Net;
using System.Net.Sockets;
using Kairos.Capture.Erasure;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern;
using Kairos.Govern.Access;
using Kairos.Govern.Erasure;
using Kairos.Govern.Retention;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.Exports;
using Kairos.Unify.Identities;
using Kairos.Unify.Identities.Devices;
using Kairos.Unify.Identities.Linkage;
using Kairos.Unify.Identities.Proposals;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Kairos.Unify;

/// <summary>The door of Unify: who is it, and what do we know? Shards, people, sessions, items.</summary>
public static class UnifyStage
{
    /// <summary>Adds people and items, and the silo that owns the shards. Needs an <see cref="IJournal"/>, <see cref="IWorkspaces"/> and a <see cref="DataFolder"/>.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddUnify(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ShardOptions>().BindConfiguration("Unify:Shards").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PeopleOptions>().BindConfiguration("Unify:People").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IdentityOptions>().BindConfiguration("Unify:Identities").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SessionOptions>().BindConfiguration("Unify:Sessions").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new ShardSettings(Of<ShardOptions>(provider), Of<PeopleOptions>(provider), Of<SessionOptions>(provider))
        {
            Identities = Of<IdentityOptions>(provider),
        });
        services.TryAddSingleton(Of<SessionOptions>);
        services.TryAddSingleton(provider => new HelpPages(Of<SessionOptions>(provider).HelpWords));

        services.TryAddSingleton<IPeopleStore>(provider => new SqlitePeopleStore(provider.GetRequiredService<DataFolder>().At("people.db")));
        services.TryAddSingleton<UnifyMeter>();
        services.TryAddSingleton<CheckpointWriter>();
        services.TryAddSingleton<ShardHealth>();
        services.TryAddSingleton<IShardHealth>(provider => provider.GetRequiredService<ShardHealth>());
        services.TryAddSingleton<Func<int, IShardGrain>>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return partition => grains.GetGrain<IShardGrain>(partition);
        });
        services.TryAddSingleton<IPeople>(provider => new ShardedPeople(provider.GetRequiredService<IJournal>().Partitions,
            provider.GetRequiredService<Func<int, IShardGrain>>(), provider.GetRequiredService<ShardSettings>(), provider.GetRequiredService<TimeProvider>(),
            readsProbable: provider.GetRequiredService<PurposePolicies>().Standard.TakesProbable != 0));
        services.TryAddSingleton<PurposeReading>();
        foreach (var feature in CoveredPerson.Names)
            services.AddSingleton(feature);
        services.AddOptions<BucketingOptions>().BindConfiguration("Unify:Bucketing").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new Bucketing(Of<BucketingOptions>(provider)));
        services.AddSingleton<IJournalFollower>(provider => provider.GetRequiredService<ShardHealth>());
        services.AddSingleton<IJournalFollower>(provider => provider.GetRequiredService<CatalogueFollower>());

        services.AddOptions<ItemOptions>().BindConfiguration("Unify:Items").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(Of<ItemOptions>);
        services.TryAddSingleton(provider => new Catalogue(provider.GetRequiredService<IWorkspaces>().ById, Of<ItemOptions>(provider)));
        services.TryAddSingleton<ICatalogue>(provider => provider.GetRequiredService<Catalogue>());
        services.TryAddSingleton(provider => new ItemStore(provider.GetRequiredService<DataFolder>().At("items.db")));
        services.TryAddSingleton<CatalogueFollower>();
        services.TryAddSingleton<ItemEndpoints>();
        services.TryAddSingleton<ProfileEndpoints>();
        services.TryAddSingleton(provider => new PastReading(provider.GetRequiredService<IJournal>(), provider.GetRequiredService<IPeople>(),
            provider.GetRequiredService<IWorkspaces>().ById, provider.GetRequiredService<ShardSettings>()));
        services.AddOptions<AccountOptions>().BindConfiguration("Unify:Accounts").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new AccountReader(provider.GetRequiredService<IPeople>(), provider.GetRequiredService<PurposePolicies>(), Of<AccountOptions>(provider), Of<PeopleOptions>(provider),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAccounts>(provider => new CachedAccounts(provider.GetRequiredService<AccountReader>(), provider.GetRequiredService<IJournal>().Partitions,
            provider.GetRequiredService<Func<int, IShardGrain>>(), Of<AccountOptions>(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AccountEndpoints>();
        services.TryAddSingleton<ConsentEndpoints>();
        services.TryAddSingleton<PreferenceEndpoints>();
        services.TryAddSingleton<LinkMemory>();
        services.TryAddSingleton<LinkClock>();
        services.TryAddSingleton<IdentityWrites>();
        services.TryAddSingleton<BlockedIdentifiers>();
        services.TryAddSingleton<IdentityNames>();
        services.TryAddSingleton(provider => new IdentityEndpoints(provider.GetRequiredService<IPeople>(), provider.GetRequiredService<PastReading>(), provider.GetRequiredService<IdentityWrites>(),
            provider.GetRequiredService<ProposalVerdicts>(), provider.GetRequiredService<ShardSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.AddOptions<LinkageRunOptions>().BindConfiguration("Unify:Linkage").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LinkageOptions>().BindConfiguration("Unify:RecordLinker").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new ProposalStore(provider.GetRequiredService<DataFolder>().At("proposals.db")));
        services.TryAddSingleton<ProbableWrites>();
        services.TryAddSingleton<ProposalReading>();
        services.TryAddSingleton<ProposalVerdicts>();
        services.AddOptions<DeviceLinkageOptions>().BindConfiguration("Unify:DeviceLinkage").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<LinkageFindings>();
        services.TryAddSingleton<LinkageWork>();
        services.TryAddSingleton<LinkageRuns>();
        services.TryAddSingleton<ProposalEndpoints>();
        services.TryAddSingleton(provider => new Rebuild(provider.GetRequiredService<IJournal>(), provider.GetRequiredService<IWorkspaces>().ById,
            provider.GetRequiredService<ShardSettings>()));
        services.AddProblems(ItemEndpoints.NoSuchItem, ItemEndpoints.InvalidItem, ItemEndpoints.ItemTooLarge, ItemEndpoints.CatalogueFull,
            ItemEndpoints.NotWritten, ProfileEndpoints.NoSuchProfile, ProfileEndpoints.InvalidProfile, ProfileEndpoints.InvalidCursor, ReadingEndpoints.InvalidAsOf, ReadingEndpoints.UnknownField,
            IdentityEndpoints.InvalidMerge, IdentityEndpoints.NothingToSplit, IdentityEndpoints.HistoryGone, IdentityEndpoints.NotWritten, AccountEndpoints.NoSuchAccount,
            ProposalEndpoints.NoSuchProposal, ProposalEndpoints.Invalid, ProposalEndpoints.AlreadyOne, ProposalEndpoints.Busy,
            WordEndpoints.Invalid, WordEndpoints.NotWritten, WordEndpoints.MessageUsed, PreferenceEndpoints.OwnIdOnly);

        services.AddHostedService(static provider => provider.GetRequiredService<CatalogueFollower>());
        builder.UseOrleans(Silo);
        services.AddHostedService<ShardStart>(); // After the silo, so that it starts later and stops earlier.
        services.TryAddSingleton<IErasureMark, JournalMarks>();
        services.TryAddSingleton<IErasureTargets, ErasureTargets>();
        services.TryAddSingleton<PersonExport>();
        services.TryAddSingleton(provider => new WorkspaceExport(provider.GetRequiredService<IJournal>(), provider.GetRequiredService<IPeopleStore>(),
            provider.GetRequiredService<Catalogue>(), provider.GetRequiredService<Func<int, IShardGrain>>(), provider.GetRequiredService<ShardSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ExportEndpoints>();
        services.AddSingleton<IErasable, PeopleErasable>();
        services.AddSingleton<IErasable, ProposalErasable>();
        services.AddSingleton<IRetentionRule, ProposalRetention>();
        services.AddHostedService<LinkageSchedule>(); // After the shards, which it asks.
        services.AddSingleton<IRetentionRule, PeopleRetention>();
        services.AddErasures(); // After the shards, which it asks.
        return builder;
    }

    /// <summary>Maps profiles and items.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapUnify(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<ProfileEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ConsentEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<PreferenceEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<IdentityEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ProposalEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<AccountEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ItemEndpoints>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ExportEndpoints>().Map(endpoints);
        return endpoints;
    }

    // One silo in the process. Its port is whichever is free, so that two servers run side by side; nothing outside needs it.
    private static void Silo(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: "kairos", clusterId: "kairos");
        silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = TimeSpan.FromSeconds(4));
        silo.ConfigureLogging(logging =>
        {
            logging.AddFilter("Orleans", LogLevel.Warning);
            logging.AddFilter("Microsoft.Orleans", LogLevel.Warning);
            logging.AddFilter("Polly", LogLevel.Warning);
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static T Of<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}

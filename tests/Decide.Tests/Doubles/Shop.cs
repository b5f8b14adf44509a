using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Decide.Decisions;
using Kairos.Decide.Plans;
using Kairos.Decide.Ranking;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Unify.Accounts;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>A shop of twenty shoes and ten socks with the whole of Decide over it, behind its real door.</summary>
public sealed class Shop : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    private readonly IHost _host;

    public Shop(string purposes = "fresh", IPlans? plans = null, PurposePolicy? policy = null, IJournal? journal = null)
    {
        foreach (var workspace in new[] { Main, Other })
            Fill(workspace);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IJournal>(journal ?? Journal).AddSingleton<IPeople>(People)
            .AddSingleton<ICatalogue>(Items).AddSingleton<ICandidates>(Models).AddSingleton(policy ?? PurposePolicy.Of(purposes))
            .AddSingleton<IAccounts>(Accounts).AddSingleton(new DecisionSeeds(1)).AddSingleton(new SessionOptions());
        if (plans is not null)
            builder.Services.AddSingleton(plans);
        builder.AddDecide();
        _host = builder.Build();
    }

    public static Workspace Main { get; } = new(new WorkspaceId(1), "main", new SipKey(1, 2));

    public static Workspace Other { get; } = new(new WorkspaceId(2), "other", new SipKey(3, 4));

    public FakeTimeProvider Clock { get; } = new(Now);

    public MemoryJournal Journal { get; } = new();

    public KnownPeople People { get; } = new();

    public KnownAccounts Accounts { get; } = new();

    public KnownItems Items { get; } = new();

    public SetModels Models { get; } = new();

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public static ItemKey Key(string id, Workspace? workspace = null) => new((workspace ?? Main).Hash64(KeyDomain.Item, id));

    public static Touch View(string id, int secondsAgo = 5, EventCode code = EventCode.ProductViewed) => new()
    {
        AtMs = Now.ToUnixTimeMilliseconds() - (secondsAgo * 1000), Item = Key(id), Code = code, Quantity = 1, Message = (ulong)id.GetHashCode(StringComparison.Ordinal) | 1,
    };

    public static Touch Inline(string id, int secondsAgo = 5, EventCode code = EventCode.ProductViewed) =>
        View(id, secondsAgo, code) with { Flags = TouchFlags.Inline, Message = 0 };

    public void Session(string visitor, params Touch[] touches) => People.Put(Main, visitor, person => person with { Sessions = [SessionOf(visitor, touches)], HasCurrent = true });

    public static SessionSnapshot SessionOf(string visitor, params Touch[] touches) => new()
    {
        Id = "s", Device = KnownPeople.Device(Main, visitor), Touches = touches, Context = new SessionContext(),
        LastAtMs = touches.Length == 0 ? 0 : touches[^1].AtMs,
    };

    public Task<Answered> Ask(string placement, string visitor = "", int deadlineMs = 50) =>
        Ask(new DecisionRequest { Workspace = Main, AnonymousId = visitor, Placements = [new PlacementRequest { Id = placement }], DeadlineMs = deadlineMs });

    public async Task<Answered> Ask(DecisionRequest request)
    {
        using var decision = await Get<Decider>().Decide(request, TestContext.Current.CancellationToken);
        return Answered.Of(decision);
    }

    public void Dispose() => _host.Dispose();

    // Whoever looked at shoe n gets shoe n+1, n+2 … and sock-1; socks and shoes are popular in their order.
    private void Fill(Workspace workspace)
    {
        var shoes = Enumerable.Range(1, 20).Select(n => Items.Put(workspace, $"shoe-{n}", $"Shoe {n}", "Running Shoes")).ToArray();
        var socks = Enumerable.Range(1, 10).Select(n => Items.Put(workspace, $"sock-{n}", $"Sock {n}", "Socks")).ToArray();
        for (var n = 0; n < shoes.Length; n++)
        {
            Models.After[(workspace.Id, shoes[n])] = [.. Enumerable.Range(1, 12).Select(step => new Candidate
            {
                Item = step == 12 ? socks[0] : shoes[(n + step) % shoes.Length], Score = 1f / step, Because = shoes[n],
                Source = step % 2 == 0 ? CandidateSource.Transitions : CandidateSource.SessionNeighbours,
            })];
        }

        Models.PopularIn[(workspace.Id, KnownItems.Symbol(workspace, "Running Shoes"))] = Popular(shoes, CandidateSource.PopularInCategory);
        Models.PopularIn[(workspace.Id, KnownItems.Symbol(workspace, "Socks"))] = Popular(socks, CandidateSource.PopularInCategory);
        Models.PopularIn[(workspace.Id, default)] = Popular([.. socks, .. shoes], CandidateSource.Popular);
    }

    private static Candidate[] Popular(ItemKey[] items, CandidateSource source) =>
        [.. items.Select((item, i) => new Candidate { Item = item, Score = 0.5f / (i + 1), Source = source })];
}

using System.Net;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Kairos.Unify.Tests.Identities.Proposals.ProposalCalls;

namespace Kairos.Unify.Tests.Identities.Proposals;

public sealed class LinkageRunTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_runs_by_itself_every_so_often_when_that_is_wanted()
    {
        await using var server = await UnifyServer.Start();
        FebrlPeople.In(server.Journal, server.Shop, Now);
        var (runs, clock) = (server.Services.GetRequiredService<LinkageRuns>(), new FakeTimeProvider());
        using var schedule = new LinkageSchedule(runs, server.Services.GetRequiredService<IWorkspaces>(), Options.Create(new LinkageRunOptions { Enabled = true, IntervalHours = 5 }), clock);
        await schedule.StartAsync(Cancel);
        runs.Latest(server.Shop.Id).ShouldBeNull("Not at the start.");
        await Until(() =>
        {
            if (runs.Latest(server.Shop.Id) is null)
                clock.Advance(TimeSpan.FromHours(1));
            return Task.FromResult(runs.Latest(server.Shop.Id) is { Progress.State: "done" });
        });
        await schedule.StopAsync(Cancel);
        runs.TryStart(server.Shop).ShouldBeFalse("Nothing begins while the server stops.");
    }

    [Fact]
    public async Task Of_two_runs_asked_for_at_once_one_is_refused_and_one_that_is_ended_has_ended()
    {
        await using var server = await UnifyServer.Start();
        FebrlPeople.In(server.Journal, server.Shop, Now);
        using (var answer = await server.Http.PostAsync("/v1/identities/proposals/run", null, Cancel))
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using (var answer = await server.Http.PostAsync("/v1/identities/proposals/run", null, Cancel))
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using (var answer = await server.Http.DeleteAsync("/v1/identities/proposals/run", Cancel))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get(server, "/v1/identities/proposals/run")).GetProperty("state").GetString().ShouldBe("cancelled");
        (await All(server, "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_beyond_the_bound_is_left_out_and_said_so()
    {
        await using var server = await UnifyServer.Start(settings: ("Unify:Linkage:RecordsMax", "100"));
        FebrlPeople.In(server.Journal, server.Shop, Now);
        var run = await Run(server);
        (run.GetProperty("records").GetInt32(), run.GetProperty("leftOut").GetInt32()).ShouldBe((100, FebrlPeople.All.Count - 100));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Decide.Decisions;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Registry;
using Kairos.Measure.Tests.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Measure.Tests.Monitors;

public sealed class ReportEndpointTests : IAsyncLifetime
{
    private const string Record = """
        {"v":1,"answer":[{"id":"home-recs","items":[{"id":"SKU-1","score":1,"reason":{"code":"popular","text":"Popular now"}}],"source":"popular","degraded":[]}],"timings":{"totalMs":0.2}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-measure-").FullName;
    private readonly Records.Workspaces _workspaces = new() { All = [Records.Shop] };
    private readonly RecentDecisions _recent = new(64);
    private SegmentJournal? _journal;
    private WebApplication? _app;
    private HttpClient? _client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_lookup_on_this_machine_sees_how_the_server_does_without_a_key()
    {
        await Start(_workspaces, "http://127.0.0.1:0");
        _recent.Add(new RecentDecision(Records.Shop.Id, "id-1", 1_767_607_200_000, Records.Person("ann"), Encoding.UTF8.GetBytes(Record)));

        var (status, root) = await Get("/v1/status");

        status.ShouldBe(HttpStatusCode.OK);
        root.GetProperty("ready").GetBoolean().ShouldBeTrue();
        root.GetProperty("workspaces").GetInt32().ShouldBe(1);
        root.GetProperty("journalTrouble").ValueKind.ShouldBe(JsonValueKind.Null);
        var latest = root.GetProperty("latest")[0];
        latest.GetProperty("visitor").GetString()!.Length.ShouldBe(8);
        latest.GetProperty("placements")[0].GetProperty("items")[0].GetRawText().ShouldBe("""{"id":"SKU-1","reason":"Popular now"}""");
        root.GetProperty("models").GetProperty("status").GetProperty("items").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task With_several_workspaces_decisions_are_shown_to_their_own_key_only()
    {
        await Start(new Records.Workspaces(), "http://127.0.0.1:0");
        _recent.Add(new RecentDecision(Records.Shop.Id, "id-1", 1_767_607_200_000, default, Encoding.UTF8.GetBytes(Record)));

        (await Get("/v1/status")).Root.TryGetProperty("latest", out _).ShouldBeFalse();
        (await Get("/v1/status", "shop")).Root.GetProperty("latest").GetArrayLength().ShouldBe(1);
        (await Get("/v1/reports/live", "other")).Root.GetProperty("latest").GetArrayLength().ShouldBe(0);
        (await Get("/v1/reports/live")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_server_that_others_can_reach_asks_for_a_secret_key()
    {
        await Start(_workspaces, "http://0.0.0.0:0");

        (await Get("/v1/status")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Get("/v1/status", "shop")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_was_served_and_taken_up_shows_in_the_live_report()
    {
        await Start(_workspaces, "http://127.0.0.1:0");
        var batch = JournalBatch.Rent();
        Records.Served(batch, Records.Person("ann"), 1000, "personalized", ["a", "b"]);
        Records.View(batch, "ann", "b", 2000);
        (await _journal!.Append(batch, TestContext.Current.CancellationToken)).ShouldBe(AppendOutcome.Committed);
        batch.Return();

        JsonElement hits;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await Get("/v1/reports/live", "shop")).Root.GetProperty("hits").TryGetProperty("personalized", out hits))
            await Task.Delay(20, patience.Token);

        hits.GetRawText().ShouldBe("""{"followed":1,"hits":1,"hitRate":1,"reciprocalRank":0.5}""");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_journal is not null)
            await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Start(IWorkspaces workspaces, string url)
    {
        _journal = SegmentJournal.Open(_folder, new JournalOptions { SegmentBytes = 1 << 20 }, TimeProvider.System, NullLogger<SegmentJournal>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(workspaces).AddSingleton<IJournal>(_journal).AddSingleton(new AccessOptions()).AddSingleton<FailedAttempts>().AddSingleton<KeyGuard>().AddSingleton<RequestRates>()
            .AddSingleton(_recent).AddSingleton<IModels, NoModels>().AddMetrics();
        builder.AddMeasure();
        _app = builder.Build();
        _app.MapMeasure();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    private async Task<(HttpStatusCode Status, JsonElement Root)> Get(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _client!.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private sealed class NoModels : IModels
    {
        private readonly WorkspaceModels _models = new([], new BlendOptions());

        public WorkspaceModels Of(WorkspaceId workspace) => _models;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kairos.Capture.Journal;
using Kairos.Decide.Decisions;
using Kairos.Decide.Ranking;
using Kairos.Govern.Access;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>The shop behind a real server, with a write and a secret key for each workspace.</summary>
public sealed class ShopServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Shop Shop { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Shop.Clock).AddSingleton<IJournal>(Shop.Journal).AddSingleton<IPeople>(Shop.People).AddSingleton<Kairos.Unify.Accounts.IAccounts>(Shop.Accounts)
            .AddSingleton<ICatalogue>(Shop.Items).AddSingleton<ICandidates>(Shop.Models).AddSingleton(PurposePolicy.Of("ccpa"))
            .AddSingleton<IWorkspaces, TwoWorkspaces>().AddSingleton(new AccessOptions()).AddSingleton<FailedAttempts>().AddSingleton<KeyGuard>().AddSingleton<RequestRates>().AddSingleton(new Kairos.Unify.Sessions.SessionOptions());
        builder.AddDecide();
        _app = builder.Build();
        _app.MapDecide();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public async Task<(HttpStatusCode Status, string Body)> Post(string path, string body, string? key = "write-main", Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        with?.Invoke(request);
        return await Send(request);
    }

    public async Task<(HttpStatusCode Status, string Body)> Get(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Send(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app!.DisposeAsync();
        Shop.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Body)> Send(HttpRequestMessage request)
    {
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class TwoWorkspaces : IWorkspaces
    {
        public IReadOnlyList<Workspace> All { get; } = [Shop.Main, Shop.Other];

        public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => Of(writeKeyUtf8, "write-");

        public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => Of(secretKeyUtf8, "secret-");

        public Workspace? ByName(string name) => All.FirstOrDefault(it => it.Name == name);

        public Workspace? ById(WorkspaceId id) => All.FirstOrDefault(it => it.Id == id);

        private Workspace? Of(ReadOnlySpan<byte> key, string prefix)
        {
            var text = Encoding.UTF8.GetString(key);
            return text.StartsWith(prefix, StringComparison.Ordinal) ? ByName(text[prefix.Length..]) : null;
        }
    }
}

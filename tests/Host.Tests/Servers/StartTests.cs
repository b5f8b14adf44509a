using System.Net;
using System.Net.Sockets;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Servers;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_setting_out_of_its_range_stops_the_start_by_name()
    {
        _folder.Write("kairos.yaml", "Host:\n  Log:\n    Format: verse\n");
        var refusal = await Refused();
        refusal.ExitCode.ShouldBe(ExitCode.WrongSetting);
        refusal.Message.ShouldContain("Host:Log:Format = verse");
    }

    [Fact]
    public async Task A_misspelt_setting_stops_the_start_by_file_and_line()
    {
        _folder.Write("kairos.yaml", "Host:\n  Log:\n    Fromat: json\n");
        var refusal = await Refused();
        refusal.ExitCode.ShouldBe(ExitCode.WrongSetting);
        refusal.Message.ShouldContain("kairos.yaml, line 3: no such setting: Host:Log:Fromat");
    }

    [Fact]
    public async Task A_folder_that_another_server_holds_is_refused_and_the_first_goes_on()
    {
        await using var first = await KairosServer.Started(Settings());
        var refusal = await Refused();
        refusal.ExitCode.ShouldBe(ExitCode.DataUnusable);
        refusal.Message.ShouldContain("in use by another Kairos process");
        using var http = new HttpClient();
        (await http.GetAsync(first.Url + "/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_and_the_folder_is_given_back()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var refusal = await Should.ThrowAsync<StartRefusedException>(() => KairosServer.Started(Settings() with { Urls = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}" }));
        refusal.ExitCode.ShouldBe(ExitCode.AddressTaken);
        refusal.Message.ShouldContain($"Port {((IPEndPoint)other.LocalEndpoint).Port} is taken");
        refusal.Message.ShouldContain("--urls http://");
        refusal.Message.ShouldNotContain("\n");
        await using var server = await KairosServer.Started(Settings());
        server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart.ShouldNotBeNull("the start that failed made nothing");
        await server.Stop();
    }

    [Theory]
    [InlineData("http://localhost:")]
    [InlineData("http://*:")]
    [InlineData("http://[::]:")]
    [InlineData("http://0.0.0.0:")]
    public void A_port_is_looked_at_however_the_address_is_written(string url)
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        ListenPort.IsFree(url + port).ShouldBeFalse();
        other.Stop();
        ListenPort.IsFree(url + port).ShouldBeTrue();
        ListenPort.IsFree(url + "0").ShouldBeTrue();
    }

    [Fact]
    public async Task Keys_are_told_as_soon_as_they_exist_though_the_start_fails_later()
    {
        _folder.Write("journal", "not a folder");
        FirstStart? told = null;
        (await Should.ThrowAsync<StartRefusedException>(() => KairosServer.Started(Settings() with { FirstStarted = first => told = first }))).ExitCode.ShouldBe(ExitCode.DataUnusable);
        File.Delete(Path.Combine(_folder.Path, "journal"));

        await using var server = await KairosServer.Started(Settings() with { FirstStarted = _ => throw new InvalidOperationException("There is a workspace already.") });
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", told.ShouldNotBeNull().SecretKey);
        (await http.GetAsync("/v1/items")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_setting_stops_a_first_start_before_there_is_a_workspace()
    {
        _folder.Write("kairos.yaml", "Host:\n  Log:\n    Format: verse\n");
        await Refused();
        File.Exists(Path.Combine(_folder.Path, "govern.db")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:1")]
    public async Task What_is_no_address_is_refused(string urls)
    {
        var refusal = await Should.ThrowAsync<StartRefusedException>(() => KairosServer.Started(Settings() with { Urls = urls }));
        refusal.ExitCode.ShouldBe(ExitCode.WrongSetting);
        refusal.Message.ShouldContain(urls);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        var file = _folder.Write("file", "");
        var refusal = await Should.ThrowAsync<StartRefusedException>(() => KairosServer.Started(Settings() with { Data = Path.Combine(file, "data") }));
        refusal.ExitCode.ShouldBe(ExitCode.DataUnusable);
    }

    [Fact]
    public async Task Two_servers_with_their_own_folders_run_side_by_side()
    {
        using var second = new TemporaryFolder();
        await using var one = await KairosServer.Started(Settings());
        await using var two = await KairosServer.Started(Settings() with { Data = second.Path });
        one.Url.ShouldNotBe(two.Url);
    }

    public void Dispose() => _folder.Dispose();

    private ServerSettings Settings() => new(_folder.Path, "http://127.0.0.1:0");

    private async Task<StartRefusedException> Refused() => await Should.ThrowAsync<StartRefusedException>(() => KairosServer.Started(Settings()));
}

using System.Net;
using System.Net.Sockets;
using Kairos.Host.Commands;
using Kairos.Host.Servers;

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
        await using var server = await KairosServer.Started(Settings());
        await server.Stop();
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

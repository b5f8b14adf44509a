using System.Net.Sockets;
using System.Text;
using Kairos.Host.Servers;
using Kairos.Host.Tests.Servers;

namespace Kairos.Host.Tests.Access;

/// <summary>T8 of docs/security.md: what a server tells without a key it tells at its own machine only.</summary>
public sealed class LocalStatusTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Somebody_at_the_machine_sees_how_it_does_without_a_key() => (await Ask("GET /v1/status HTTP/1.1", $"Host: {Host}")).ShouldBe(200);

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("x-forwarded-proto: https")]
    [InlineData("Forwarded: for=127.0.0.1")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("Via: 1.1 proxy")]
    [InlineData("Authorization: Bearer wrong")]
    [InlineData("Authorization: Basic")]
    public async Task A_request_that_bears_a_trace_of_a_proxy_or_a_wrong_key_needs_a_right_one(string header) =>
        (await Ask("GET /v1/status HTTP/1.1", $"Host: {Host}", header)).ShouldBe(401);

    [Theory]
    [InlineData("kairos.example.com")]
    [InlineData("127.0.0.1.example.com")]
    [InlineData("10.0.0.1:8080")]
    public async Task A_name_that_leads_here_from_elsewhere_is_no_local_one(string host) => (await Ask("GET /v1/status HTTP/1.1", "Host: " + host)).ShouldBe(401);

    [Fact]
    public async Task What_no_browser_speaks_came_through_a_proxy() => (await Ask("GET /v1/status HTTP/1.0", $"Host: {Host}")).ShouldBe(401);

    [Fact]
    public async Task The_page_itself_is_shown_and_asks_for_the_key() => (await Ask("GET / HTTP/1.1", "Host: kairos.example.com", "X-Forwarded-For: 203.0.113.9")).ShouldBe(200);

    [Fact]
    public async Task It_can_be_turned_off()
    {
        using var folder = new TemporaryFolder();
        await using var server = await KairosServer.Started(new ServerSettings(folder.Path, "http://127.0.0.1:0") { Overrides = new Dictionary<string, string?> { ["Govern:Access:LocalStatus"] = "false" } });
        using var http = new HttpClient();
        ((int)(await http.GetAsync(server.Url + "/v1/status")).StatusCode).ShouldBe(401);
        await server.Stop();
    }

    private string Host => new Uri(running.Server.Url).Authority;

    private async Task<int> Ask(params string[] lines)
    {
        using var socket = new TcpClient();
        var url = new Uri(running.Server.Url);
        await socket.ConnectAsync(url.Host, url.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}

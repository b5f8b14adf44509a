using System.Net.Http.Headers;
using System.Text;
using Kairos.Govern.Workspaces;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Commands;

/// <summary>Commands on a folder that a server has filled.</summary>
public sealed class ServedDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_was_refused_is_listed_and_the_rest_survives_doctor_replay_and_restart()
    {
        await using (var server = await Serve())
        {
            var keys = server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!;
            using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(keys.WriteKey + ":")));
            for (var i = 0; i < 20; i++)
                (await Post(http, $$$"""{"anonymousId":"ann-{{{i}}}","event":"Product Viewed","properties":{"product_id":"SKU-{{{i % 3}}}"}}""")).ShouldBeTrue();
            (await Post(http, """{"anonymousId":"ann"}""")).ShouldBeFalse();

            var (code, output, errors) = await CommandLine.Run("quarantine", "list", "--url", server.Url, "--key", keys.SecretKey);
            code.ShouldBe(ExitCode.Done, errors);
            output.ShouldNotContain("Nothing is in quarantine");
            await server.Stop();
        }

        (await CommandLine.Run("doctor", "--data", _folder.Path)).Code.ShouldBe(ExitCode.Done);
        var verified = await CommandLine.Run("replay", "--data", _folder.Path, "--verify");
        verified.Code.ShouldBe(ExitCode.Done, verified.Output + verified.Errors);
        verified.Output.ShouldContain("the same people as stored");
        (await CommandLine.Run("replay", "--data", _folder.Path)).Code.ShouldBe(ExitCode.Done);
        File.Exists(Path.Combine(_folder.Path, "people.db")).ShouldBeFalse();
        await using var again = await Serve();
        await again.Stop();
    }

    public void Dispose() => _folder.Dispose();

    private Task<KairosServer> Serve() => KairosServer.Started(new ServerSettings(_folder.Path, "http://127.0.0.1:0"));

    private static async Task<bool> Post(HttpClient http, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/track", content);
        return answer.IsSuccessStatusCode;
    }
}

using Kairos.Govern.Workspaces;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Spectre.Console;

namespace Kairos.Host.Demo;

/// <summary>One run of the demo, from an empty server to the last line.</summary>
/// <param name="data">Data folder; null for a temporary one.</param>
/// <param name="urls">Address; null for the usual one, or a free port when that is taken.</param>
/// <param name="speed">Events a second; 0 for as many as will go.</param>
/// <param name="exit">Whether to stop the server at the end.</param>
/// <param name="json">Whether a program reads along.</param>
internal sealed class DemoRun(string? data, string? urls, double speed, bool exit, bool json)
{
    // Kept from whichever attempt made it: a second one, on another port, finds the workspace and not its keys.
    private FirstStart? _first;

    public async Task<int> Run(CancellationToken cancel)
    {
        var temporary = data is null ? Directory.CreateTempSubdirectory("kairos-demo-").FullName : null;
        try
        {
            await using var server = await Started(temporary ?? data!, cancel);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, server.Stopping);
            var code = await Play(server, stop.Token);
            if (code == ExitCode.Done && !exit)
                await server.UntilStopped();
            else
                await server.Stop();
            return code;
        }
        finally
        {
            if (temporary is not null)
                Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<int> Play(KairosServer server, CancellationToken cancel)
    {
        var keys = DemoKeys.Of(_first, server.Services);
        var visitors = Clickstream.Load();
        var events = visitors.Sum(visitor => visitor.Clicks.Length);
        var score = new DemoScore();
        using var client = new DemoClient(server.Url, keys.WriteKey, DemoReplay.AtOnce);
        var ending = new DemoEnding(AnsiConsole.Console, client, visitors);
        if (!json)
            ending.Welcome(server.Url, events);

        try
        {
            var replay = new DemoReplay(client, visitors, new Pacer(speed), score, TimeProvider.System).Run(cancel);
            await (json ? replay : new DemoProgress(AnsiConsole.Console, score, events).Follow(replay));
        }
        catch (HttpRequestException error)
        {
            await Console.Error.WriteLineAsync("The demo stopped: " + error.Message);
            return ExitCode.Failed;
        }

        if (json)
            Console.WriteLine(DemoResult.Of(events, score, server.Url).ToJson());
        else
            await ending.Show(server.Url, keys, stays: !exit, cancel);
        return ExitCode.Done;
    }

    private async Task<KairosServer> Started(string folder, CancellationToken cancel)
    {
        var settings = new ServerSettings(folder, urls ?? ServerSettings.UrlsDefault)
        {
            Overrides = new Dictionary<string, string?> { ["Host:Log:Level"] = "Warning" },
            FirstStarted = first => _first = first,
        };
        try
        {
            return await KairosServer.Started(settings, cancel);
        }
        catch (StartRefusedException taken) when (urls is null && taken.ExitCode == ExitCode.AddressTaken)
        {
            if (!json)
                Console.WriteLine($"{ServerSettings.UrlsDefault} is taken by another program, so a free port is used; --urls chooses one.");
            return await KairosServer.Started(settings with { Urls = "http://127.0.0.1:0" }, cancel);
        }
    }
}

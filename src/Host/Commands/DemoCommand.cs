using System.CommandLine;
using Kairos.Host.Demo;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos demo</c>: a server, a real clickstream through it, and what it recommended.</summary>
internal static class DemoCommand
{
    /// <summary>Events a second unless told otherwise: the whole log in about a minute.</summary>
    private const double SpeedStandard = 2_500;

    public static Command Make()
    {
        var data = new Option<string?>("--data") { Description = "Data folder. Without it: a new temporary one, removed at the end.", HelpName = "DIR" };
        var urls = new Option<string?>("--urls") { Description = $"Address to serve on. Without it: {ServerSettings.UrlsDefault}, or any free port when that is taken.", HelpName = "URL" };
        var speed = new Option<double>("--speed") { Description = "Events a second; 0 for as many as will go.", DefaultValueFactory = _ => SpeedStandard };
        var exit = new Option<bool>("--exit") { Description = "Stops the server at the end, for scripts." };
        var json = ServerOptions.Json();
        var command = new Command("demo", "Starts a server, plays a real clickstream through it and scores its recommendations live.") { data, urls, speed, exit, json };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(() => new DemoRun(
            parsed.GetValue(data), parsed.GetValue(urls), parsed.GetValue(speed), parsed.GetValue(exit), parsed.GetValue(json)).Run(cancel)));
        return command;
    }
}

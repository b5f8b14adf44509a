using System.CommandLine;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary>Options that several commands share, with one meaning.</summary>
internal static class ServerOptions
{
    public static Option<string> Data(string standard) => new("--data")
    {
        Description = "Folder that holds everything the server keeps. Made when missing.",
        DefaultValueFactory = _ => standard,
        HelpName = "DIR",
    };

    public static Option<string> Urls() => new("--urls")
    {
        Description = "Addresses to serve on, ';' between them. Port 0 takes any free port.",
        DefaultValueFactory = _ => ServerSettings.UrlsDefault,
        HelpName = "URL",
    };

    public static Option<string?> Plan() => new("--plan")
    {
        Description = "Folder of the plan's files. Without it: plan in the data folder.",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json") { Description = "Prints one JSON object, for programs." };
}

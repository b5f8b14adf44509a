using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos workspaces list|create</c>, for admins of the server: with an admin key of its first workspace, or on a data folder that no server has open.</summary>
internal static class WorkspacesCommand
{
    public static Command Make() => new("workspaces", "The workspaces of a server: lists and makes them.") { List(), Create() };

    private static Command List() => new GovernTarget().Command(
        new Command("list", "Lists workspaces."),
        _ => (HttpMethod.Get, "/v1/workspaces", null),
        (_, workspaces, _, json) => WorkspaceJson.Write(json, workspaces.All),
        answer =>
        {
            foreach (var workspace in answer.GetProperty("workspaces").EnumerateArray())
                Console.WriteLine($"{workspace.GetProperty("id").GetInt64()}  {workspace.GetProperty("name").GetString()}");
        });

    private static Command Create()
    {
        var name = new Argument<string>("name") { Description = "1 to 63 lower case letters, digits and dashes." };
        return new GovernTarget().Command(
            new Command("create", "Makes a workspace and shows its first keys, this once.") { name },
            parsed => (HttpMethod.Post, "/v1/workspaces", new JsonObject { ["name"] = parsed.GetValue(name) }),
            (parsed, workspaces, _, json) =>
            {
                if (!SqliteWorkspaces.IsName(parsed.GetValue(name)!))
                    throw new StartRefusedException("A workspace is named by 1 to 63 lower case letters, digits and dashes.", ExitCode.WrongSetting);
                WorkspaceJson.Write(json, workspaces.CreateWithKeys(parsed.GetValue(name)!, AuditActor.OfCommand("kairos workspaces create"))
                    ?? throw new StartRefusedException($"There is a workspace {parsed.GetValue(name)} already.", ExitCode.Failed));
            },
            made =>
            {
                Console.WriteLine($"Made the workspace \"{made.GetProperty("name").GetString()}\". Its keys are shown this once.");
                Console.WriteLine($"  write key   {made.GetProperty("writeKey").GetString()}   (public: captures events and asks for decisions)");
                Console.WriteLine($"  secret key  {made.GetProperty("secretKey").GetString()}   (keep it: opens everything else)");
            });
    }
}

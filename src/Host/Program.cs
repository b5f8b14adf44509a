using System.CommandLine;
using System.CommandLine.Invocation;
using Kairos.Host.Commands;

namespace Kairos.Host;

/// <summary>The one program. Each command is a file in <c>Commands</c>; the stages' doors are listed in <c>Servers/Stages.cs</c>.</summary>
public static class Program
{
    /// <summary>Runs the command that the words name.</summary>
    /// <param name="args">The words after <c>kairos</c>.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Kairos: real-time personalization that you run yourself.")
        {
            ServeCommand.Make(),
            DemoCommand.Make(),
            EvaluateCommand.Make(),
            QuarantineCommand.Make(),
            KeysCommand.Make(),
            WorkspacesCommand.Make(),
            AuditCommand.Make(),
            DoctorCommand.Make(),
            ReplayCommand.Make(),
            EraseCommand.Make(),
            RetentionCommand.Make(),
            ExportCommand.Make(),
            ImportCommand.Make(),
        };
        // The server stops itself at Ctrl-C and SIGTERM, and takes the time it needs.
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Action is ParseErrorAction ? ExitCode.WrongSetting : code;
    }
}

using System.CommandLine;
using Kairos.Host.Servers;
using Kairos.Learn.Evaluation;

namespace Kairos.Host.Commands;

/// <summary><c>kairos evaluate next-item</c>: trains the shipped models on a file of sessions and scores them.</summary>
internal static class EvaluateCommand
{
    public static Command Make() => new("evaluate", "Trains the shipped models on your files and scores them, a simple baseline beside.") { NextItem(), EvaluateIdentity.Make() };

    private static Command NextItem()
    {
        var train = new Option<string>("--train") { Description = "Tab-separated, with the header: session item time [category price …]. May end in .gz.", Required = true, HelpName = "FILE" };
        var test = new Option<string?>("--test") { Description = "The same columns. Without it: the last fifth of the sessions by time.", HelpName = "FILE" };
        var minPrefix = new Option<int>("--min-prefix") { Description = "Fewest clicks that a prediction is made from.", DefaultValueFactory = _ => 1 };
        var json = ServerOptions.Json();
        var command = new Command("next-item", "Every prefix of a test session predicts its next item over the whole catalogue.") { train, test, minPrefix, json };
        command.SetAction((parsed, _) => RefusedStart.Caught(() => Task.FromResult(
            Run(new NextItemOptions(parsed.GetValue(train)!, parsed.GetValue(test), parsed.GetValue(minPrefix)), parsed.GetValue(json)))));
        return command;
    }

    private static int Run(NextItemOptions options, bool json)
    {
        if (options.MinPrefix < 1)
            throw new StartRefusedException("--min-prefix is at least 1.", ExitCode.WrongSetting);
        return EvaluationRun.Show((Action<string> progress, out FileRefusal? refusal) => new NextItemEvaluation(TimeProvider.System).Run(options, progress, out refusal), json);
    }
}

using System.CommandLine;
using Kairos.Host.Servers;
using Kairos.Learn.Evaluation;

namespace Kairos.Host.Commands;

/// <summary><c>kairos evaluate identity</c>: links the records of one file or two and compares the pairs with the truth.</summary>
internal static class EvaluateIdentity
{
    public static Command Make()
    {
        var records = new Option<string[]>("--records") { Description = "Separated by , | ; or tabs, with a header. Given twice: two files to link. May end in .gz.", Required = true, HelpName = "FILE" };
        var truth = new Option<string>("--truth") { Description = "The column that names the entity, or a file of pairs of first-column ids. Never compared.", Required = true, HelpName = "COLUMN|FILE" };
        var json = ServerOptions.Json();
        var command = new Command("identity", "Finds the records that are of one entity, without labels, and scores the pairs against the truth.") { records, truth, json };
        command.SetAction((parsed, _) => RefusedStart.Caught(() => Task.FromResult(Run(parsed.GetValue(records)!, parsed.GetValue(truth)!, parsed.GetValue(json)))));
        return command;
    }

    private static int Run(string[] records, string truth, bool json)
    {
        if (records.Length > 2)
            throw new StartRefusedException("--records is given once, to find duplicates, or twice, to link two files.", ExitCode.WrongSetting);
        return EvaluationRun.Show((Action<string> progress, out FileRefusal? refusal) =>
            new IdentityEvaluation(TimeProvider.System).Run(new IdentityEvaluationOptions(records, truth), progress, out refusal), json);
    }
}

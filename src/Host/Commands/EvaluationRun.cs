using System.Text.Json;
using Kairos.Host.Servers;
using Kairos.Learn.Evaluation;

namespace Kairos.Host.Commands;

/// <summary>Runs an evaluation and shows what it found: the same for every task.</summary>
internal static class EvaluationRun
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One task's evaluation.</summary>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="refusal">Why there is no result.</param>
    public delegate IEvaluationResult? Evaluation(Action<string> progress, out FileRefusal? refusal);

    /// <summary>Runs it.</summary>
    /// <exception cref="StartRefusedException">A file cannot be read or makes no sense.</exception>
    public static int Show(Evaluation evaluation, bool json)
    {
        if (Run(evaluation, out var refusal) is not { } result)
            throw new StartRefusedException(refusal!.ToString(), ExitCode.WrongSetting);
        if (json)
            Console.WriteLine(result.ToJson().ToJsonString(Indented));
        else
            foreach (var line in result.ToLines())
                Console.WriteLine(line);
        return ExitCode.Done;
    }

    private static IEvaluationResult? Run(Evaluation evaluation, out FileRefusal? refusal)
    {
        try
        {
            return evaluation(Console.Error.WriteLine, out refusal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartRefusedException(error.Message, ExitCode.WrongSetting, error);
        }
    }
}

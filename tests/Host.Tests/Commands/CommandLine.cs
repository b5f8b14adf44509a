namespace Kairos.Host.Tests.Commands;

/// <summary>Runs the program's commands in this process, one at a time: the console is one.</summary>
internal static class CommandLine
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public static async Task<(int Code, string Output, string Errors)> Run(params string[] words)
    {
        await OneAtATime.WaitAsync();
        var (output, errors) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var complained = new StringWriter();
        try
        {
            Console.SetOut(written);
            Console.SetError(complained);
            return (await Program.Main(words), written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            OneAtATime.Release();
        }
    }
}

using Kairos.Capture.Journal;
using Kairos.Host.Commands;

namespace Kairos.Host.Servers;

/// <summary>Says what is wrong with a data folder whose files cannot be used.</summary>
internal static class StorageFault
{
    /// <summary>The refusal for damaged, foreign or unwritable files; null when an error is about something else.</summary>
    /// <param name="error">What opening the data folder threw.</param>
    public static StartRefusedException? Explain(Exception error) => error switch
    {
        JournalDamagedException => new(error.Message, ExitCode.DataUnusable, error),
        IOException or UnauthorizedAccessException => new($"The data folder cannot be used: {error.Message}", ExitCode.DataUnusable, error),
        InvalidDataException => new(error.Message, ExitCode.DataUnusable, error),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}

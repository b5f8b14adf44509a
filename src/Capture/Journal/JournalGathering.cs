namespace Kairos.Capture.Journal;

/// <summary>For followers whom nobody waits for: after news, lets more gather, so that thousands of commits a second wake them tens of times.</summary>
public static class JournalGathering
{
    /// <summary>How long news gathers. Much shorter than the second within which a new session is a neighbour; reads that must be exact do not wait for followers at all.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for news by the journal's signal, then for <see cref="Window"/>.</summary>
    /// <param name="cursor">Who waits.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Goes on in the caller's own turn, a grain's for one.</remarks>
    public static async ValueTask WaitAndGather(this IJournalCursor cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        await cursor.Wait(cancel);
        await Task.Delay(Window, cancel);
    }
}

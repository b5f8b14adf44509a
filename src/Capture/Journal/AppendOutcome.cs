namespace Kairos.Capture.Journal;

/// <summary>What the journal made of a batch.</summary>
public enum AppendOutcome
{
    /// <summary>On disk: it survives a power cut, and every follower will see it once.</summary>
    Committed,

    /// <summary>Too much is waiting; nothing was kept. Ask again in a moment (429).</summary>
    Overloaded,

    /// <summary>The disk is full or gone; nothing was kept (503). See <see cref="IJournal.Trouble"/>.</summary>
    Unwritable,

    /// <summary>The journal is closing; nothing was kept (503).</summary>
    Closed,
}

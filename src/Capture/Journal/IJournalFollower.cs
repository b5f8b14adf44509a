namespace Kairos.Capture.Journal;

/// <summary>Somebody who reads the journal and keeps how far they have come: retention waits for them. Register each as a service.</summary>
public interface IJournalFollower
{
    /// <summary>The first position of a partition that they would read again after a crash; <see cref="long.MaxValue"/> when they need none.</summary>
    /// <param name="partition">From 0.</param>
    long Needed(int partition);
}

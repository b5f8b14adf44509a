namespace Kairos.Govern.Audit;

/// <summary>The audit log: append-only, each entry bound to the one before by its hash. Every change that somebody asks for is written here.</summary>
public interface IAuditLog
{
    /// <summary>Appends one entry. Many that come at once share one commit.</summary>
    /// <param name="change">Who did what to which thing. Holds no personal data: people are named by <see cref="AuditTarget.Person"/>.</param>
    /// <returns>The entry's sequence number, once it is on disk: wait for it before the change is made or, where that cannot be, before it is acknowledged.</returns>
    /// <exception cref="AuditUnwritableException">It could not be written. The caller must not acknowledge the change.</exception>
    ValueTask<long> Append(AuditChange change);
}

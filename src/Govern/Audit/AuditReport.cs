namespace Kairos.Govern.Audit;

/// <summary>What a check of the whole audit log found.</summary>
/// <param name="Entries">Entries that are whole and in their place, from the first that is kept on.</param>
/// <param name="FirstBad">The place of the first entry that is not; null when all are.</param>
/// <param name="Problem">What is wrong, one sentence; null when nothing is.</param>
/// <param name="Head">The place and hash of the last good entry as <c>PLACE:HASH</c>. Kept elsewhere, it proves later that nothing before it was changed.</param>
public sealed record AuditReport(long Entries, long? FirstBad, string? Problem, string Head)
{
    /// <summary>Entries before these that retention took, as an entry of the log tells; 0 for none.</summary>
    public long Removed { get; init; }
}

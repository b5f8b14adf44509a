namespace Kairos.Govern.Audit;

/// <summary>One entry of the audit log.</summary>
/// <param name="Sequence">Its place, from 1 without a gap, over all workspaces.</param>
/// <param name="At">When it was written.</param>
/// <param name="Change">What it tells.</param>
/// <param name="Previous">The hash of the entry before: 32 bytes; zeros for the first.</param>
/// <param name="Hash">Its own hash: 32 bytes.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, AuditChange Change, ReadOnlyMemory<byte> Previous, ReadOnlyMemory<byte> Hash);

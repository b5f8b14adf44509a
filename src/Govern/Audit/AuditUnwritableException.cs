namespace Kairos.Govern.Audit;

/// <summary>The audit log cannot be written: the disk is full or gone. What asked for the entry must be refused.</summary>
/// <param name="cause">What happened.</param>
public sealed class AuditUnwritableException(Exception cause) : IOException("The audit log cannot be written: " + cause.Message, cause);

namespace Kairos.Govern.Retention;

/// <summary>How retention goes, for one class of data.</summary>
/// <param name="Data">The class of data.</param>
/// <param name="KeptFor">How long it is kept.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Running">Whether it is being swept now.</param>
/// <param name="Last">What the last sweep came to; null before the first.</param>
/// <param name="RemovedInAll">How many pieces went since the server started.</param>
public sealed record RetentionReport(string Data, TimeSpan KeptFor, string Unit, bool Running, SweepResult? Last, long RemovedInAll);

/// <summary>What one sweep came to.</summary>
/// <param name="BegunAt">When it began.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Removed">How many pieces went.</param>
/// <param name="Trouble">Why it stopped short, or null; the next sweep tries again.</param>
public sealed record SweepResult(DateTimeOffset BegunAt, TimeSpan Took, long Removed, string? Trouble);

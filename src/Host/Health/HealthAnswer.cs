namespace Kairos.Host.Health;

/// <summary>What a health endpoint answers.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>degraded</c> or <c>not ready</c>.</param>
/// <param name="Reasons">Why it is not ready, or not wholly: one line for each part that says so.</param>
public sealed record HealthAnswer(string Status, string[] Reasons);

namespace Kairos.Scenarios.Hostile;

/// <summary>A request that nobody well-meaning sends.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="ContentType">What it says its body is.</param>
/// <param name="Encoding">What it says its body is packed with, or null.</param>
internal sealed record HostileRequest(string What, string Path, byte[] Body, string ContentType = "application/json", string? Encoding = null);

namespace Kairos.Scenarios.Ledgers;

/// <summary>What writers write about.</summary>
/// <param name="People">How many busy people, shared by all writers.</param>
/// <param name="Items">How many items they look at.</param>
/// <param name="QuietToo">Whether there are also people with few events, each about an item of its own.</param>
internal sealed record Scene(int People = 24, int Items = 200, bool QuietToo = true);

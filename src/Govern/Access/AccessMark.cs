namespace Kairos.Govern.Access;

/// <summary>What an endpoint asks of its callers. Every endpoint of the program bears one; a test walks them.</summary>
/// <param name="Permission">The permission it needs; null when anybody may call it.</param>
/// <param name="Reason">For a public endpoint why it may be, for one that looks at the key itself where it finds it; null otherwise.</param>
public sealed record AccessMark(Permission? Permission, string? Reason);

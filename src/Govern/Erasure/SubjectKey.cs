namespace Kairos.Govern.Erasure;

/// <summary>The keyed 128-bit hash of one identifier of a person: what stages know a person by.</summary>
/// <param name="High">High half.</param>
/// <param name="Low">Low half.</param>
public readonly record struct SubjectKey(ulong High, ulong Low);

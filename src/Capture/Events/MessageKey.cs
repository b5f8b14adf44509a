namespace Kairos.Capture.Events;

/// <summary>The 128-bit keyed hash of a sender's message id: the same id twice is the same event.</summary>
/// <param name="High">High half.</param>
/// <param name="Low">Low half.</param>
public readonly record struct MessageKey(ulong High, ulong Low);

using Kairos.Capture.Events;

namespace Kairos.Capture.Erasure;

/// <summary>A time in which a key was a person's.</summary>
/// <param name="Key">The key.</param>
/// <param name="FromMs">From when, ms since 1970 UTC; 0 for always.</param>
/// <param name="UntilMs">Before when; <see cref="long.MaxValue"/> when it still is.</param>
public readonly record struct KeySpan(PersonKey Key, long FromMs, long UntilMs);

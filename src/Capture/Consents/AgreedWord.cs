namespace Kairos.Capture.Consents;

/// <summary>What an event agrees to, until it is on disk.</summary>
/// <param name="Who">Under which identifiers.</param>
/// <param name="Granted">Bits granted.</param>
/// <param name="AtMs">When it was said, ms since 1970 UTC.</param>
/// <param name="ReceivedAtMs">When it was received, ms since 1970 UTC.</param>
/// <param name="Chosen">Whether it is a choice made for its own sake.</param>
internal readonly record struct AgreedWord(StandingKeys Who, ushort Granted, long AtMs, long ReceivedAtMs, bool Chosen);

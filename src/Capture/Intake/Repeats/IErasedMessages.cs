using Kairos.Capture.Events;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>Messages whose events were erased: one that comes again is answered as taken, and not written.</summary>
public interface IErasedMessages
{
    /// <summary>Has a message dropped from now on. Answers when whoever is just writing it again is done, so that nobody writes it afterwards.</summary>
    /// <param name="message">A message that is on disk.</param>
    /// <param name="receivedAtMs">When it was received, ms since 1970 UTC: one that is older than messages are remembered is dropped only if it still is.</param>
    ValueTask Drop(MessageKey message, long receivedAtMs);
}

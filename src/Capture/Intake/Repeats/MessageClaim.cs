namespace Kairos.Capture.Intake.Repeats;

/// <summary>What becomes of a message that asks to be written for one identifier.</summary>
internal enum MessageClaim
{
    /// <summary>It may be: nobody has it, or the same identifier has. Its shard drops what it has seen.</summary>
    Granted,

    /// <summary>Another identifier has it, and that is on disk.</summary>
    Repeated,

    /// <summary>Another identifier is about to have it: whether it does is not known yet.</summary>
    Disputed,
}

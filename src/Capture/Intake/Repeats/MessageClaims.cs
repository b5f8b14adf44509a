using Kairos.Capture.Events;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>The messages of one body on their way to the disk. Used again for other bodies; one thread at a time.</summary>
internal sealed class MessageClaims
{
    private readonly List<MessageKey> _granted = [];
    private readonly List<MessageKey> _disputed = [];

    /// <summary>Messages that another identifier has.</summary>
    public int Repeats { get; private set; }

    /// <summary>Asks to write a message for an identifier.</summary>
    /// <returns>False when another identifier has it or is about to: then it is not written.</returns>
    public bool Claim(MessageMemory memory, MessageKey message, PersonKey person)
    {
        var claim = memory.Claim(message, person);
        if (claim == MessageClaim.Granted)
        {
            _granted.Add(message);
            return true;
        }

        Repeats++;
        if (claim == MessageClaim.Disputed)
            _disputed.Add(message);
        return false;
    }

    /// <summary>Ends all claims.</summary>
    /// <param name="memory">Where they were made.</param>
    /// <param name="written">Whether they are on disk now.</param>
    public void Settle(MessageMemory memory, bool written)
    {
        foreach (var message in _granted)
            memory.Settle(message, written);
        _granted.Clear();
    }

    /// <summary>Waits for those who were writing messages of this body for other identifiers. Claims nothing meanwhile, so nobody waits for one another.</summary>
    /// <returns>False when one of the messages was not written after all: the body is to be sent again.</returns>
    public async ValueTask<bool> AreRepeats(MessageMemory memory)
    {
        var written = true;
        foreach (var message in _disputed)
            written &= await memory.Outcome(message);
        return written;
    }

    /// <summary>Forgets the body before.</summary>
    public void Clear()
    {
        _granted.Clear();
        _disputed.Clear();
        Repeats = 0;
    }
}

using System.Buffers;
using System.Text;
using Kairos.Capture.Intake;
using Kairos.Govern.Purposes;

namespace Kairos.Decide.Decisions;

/// <summary>Gathers the members of a body that say something of consent, wherever they stand, and has them read as capture reads those of an event.</summary>
/// <param name="reading">The one reading.</param>
internal sealed class ConsentMembers(ConsentReading reading)
{
    private ArrayBufferWriter<byte>? _members;

    /// <summary>What was said, so far and later: a later statement on a purpose replaces an earlier one.</summary>
    public StatedConsent Stated { get; private set; }

    /// <summary>Whether a member of a context is about consent.</summary>
    /// <param name="name">Its name.</param>
    public static bool Has(string name) => name is "consent" or "consentManagement" or "tcf" or "tcString" or "euconsent-v2" or "gdprApplies";

    /// <summary>Takes the member at hand; it must be one of these.</summary>
    /// <param name="json">At its value.</param>
    public void Take(scoped ref MemberReader json)
    {
        _members ??= new ArrayBufferWriter<byte>(256);
        if (_members.WrittenCount > 0)
            _members.Write(","u8);
        Span<byte> name = stackalloc byte[64];
        _members.Write("\""u8);
        _members.Write(name[..Encoding.UTF8.GetBytes(json.Name, name)]);
        _members.Write("\":"u8);
        _members.Write(json.Raw());
    }

    /// <summary>Takes the members of a whole context.</summary>
    /// <param name="json">At the object.</param>
    public void TakeContext(scoped ref MemberReader json)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
        {
            if (Has(json.Name))
                Take(ref json);
            else
                json.Skip();
        }
    }

    /// <summary>Reads what was taken since the last time: what one event said, or the body itself.</summary>
    public void Read()
    {
        if (_members is not { WrittenCount: > 0 })
            return;
        Stated = reading.Read(_members.WrittenSpan).Over(Stated);
        _members.ResetWrittenCount();
    }
}

using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;

namespace Kairos.Capture.Intake;

/// <summary>Reads what an event says of consent, lets the gate judge it, and writes it down.</summary>
internal sealed class ConsentFields(PurposePolicy policy)
{
    private readonly byte[][] _names = [.. Enumerable.Range(0, Purpose.Max).Select(index => Encoding.UTF8.GetBytes(policy.At(index)?.Name ?? ""))];

    /// <summary>What may be made of an event.</summary>
    public ConsentVerdict Judge(in Recording at, in Origin origin, out StatedConsent stated, out EventFlags flags)
    {
        stated = StatedConsent.Nothing.WithGlobalPrivacyControl(origin.GlobalPrivacyControl);
        foreach (var (purpose, granted) in at.Draft.Consents)
            stated = stated.With(policy, at.Drafts.Bytes(purpose), granted);

        flags = (origin.GlobalPrivacyControl ? EventFlags.GlobalPrivacyControl : 0)
            | (ConsentGate.Allows(policy, stated, "personalization"u8) ? 0 : EventFlags.NotForPersonalization);
        return ConsentGate.Check(policy, stated);
    }

    /// <summary>Writes one statement for each purpose that the event speaks of; refused outweighs granted.</summary>
    public void Write(in StatedConsent stated, EventWriter writer)
    {
        var spoken = stated.Granted | stated.Refused;
        for (var index = 0; spoken != 0; index++, spoken >>= 1)
        {
            if ((spoken & 1) != 0 && _names[index].Length > 0)
                writer.WriteConsent(_names[index], (stated.Refused & PurposePolicy.Bit(index)) == 0);
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Capture.Intake;

/// <summary>Lets the gate judge an event by what it says of consent, what was refused before and the policy of its region, and writes down what it says.</summary>
internal sealed class ConsentFields
{
    private readonly PurposePolicies _policies;
    private readonly TcfMapping _tcf;
    private readonly byte[][] _names;
    private readonly ushort _personalization;
    private readonly ushort _analytics;
    private readonly bool _modelsNeedPurposes;

    public ConsentFields(PurposePolicies policies, TcfMapping tcf)
    {
        (_policies, _tcf) = (policies, tcf);
        var all = policies.Standard;
        _names = [.. Enumerable.Range(0, Purpose.Max).Select(index => Encoding.UTF8.GetBytes(all.At(index)?.Name ?? ""))];
        _personalization = all.Find("personalization"u8) is { } own ? PurposePolicy.Bit(own.Index) : (ushort)0;
        _analytics = all.Find("analytics"u8) is { } other ? PurposePolicy.Bit(other.Index) : (ushort)0;
        _modelsNeedPurposes = all.All.Any(purpose => purpose.Covers.Models.Count > 0);
    }

    /// <summary>What was made of an event.</summary>
    /// <param name="Verdict">What may be made of it.</param>
    /// <param name="Stated">What it says.</param>
    /// <param name="Allowed">The purposes it allows.</param>
    /// <param name="Refused">The purposes that it refuses, the browser's signal included.</param>
    /// <param name="Standing">The purposes that were refused before, and that it does not grant.</param>
    /// <param name="Flags">What its header says of that.</param>
    public readonly record struct Judgement(ConsentVerdict Verdict, StatedConsent Stated, ushort Allowed, ushort Refused, ushort Standing, EventFlags Flags)
    {
        /// <summary>Whether it says yes or no in words, the browser's signal aside.</summary>
        public bool Speaks => (Stated.Granted | Stated.Refused) != 0;
    }

    /// <summary>Judges an event.</summary>
    /// <param name="at">The event.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="where">Where the visitor is.</param>
    /// <param name="standing">What was refused before under its identifiers, one bit each: that holds unless the event itself grants it.</param>
    public Judgement Judge(in Recording at, in Origin origin, RegionCode where, ushort standing)
    {
        var policy = _policies.For(where);
        var stated = ConsentReading.Stated(policy, _tcf, at.Drafts, at.Draft).WithGlobalPrivacyControl(origin.GlobalPrivacyControl);
        standing &= (ushort)~stated.Granted;
        var judged = stated with { Refused = (ushort)(stated.Refused | standing) };
        var allowed = ConsentGate.Allowed(policy, judged);
        var refused = (ushort)(stated.RefusedUnder(policy) & policy.Known);
        var flags = (origin.GlobalPrivacyControl ? EventFlags.GlobalPrivacyControl : 0)
            | ((allowed & _personalization) != 0 ? 0 : EventFlags.NotForPersonalization)
            | ((allowed & _analytics) != 0 ? 0 : EventFlags.NotForAnalytics)
            | (((stated.Granted & policy.Known) | refused) != 0 ? EventFlags.StatesConsent : 0);
        return new Judgement(ConsentGate.Check(policy, judged), stated, allowed, refused, standing, flags);
    }

    /// <summary>
    /// The visitor asked us themselves, by our own call, to remember what they do not want: that is kept unless this very event refuses it, and
    /// their shard leaves it out while they refuse.
    /// </summary>
    public Judgement AsAsked(in Judgement judged) => ((judged.Refused | judged.Standing) & _personalization) != 0
        ? judged
        : judged with { Verdict = ConsentVerdict.Keep, Flags = judged.Flags & ~EventFlags.NotForPersonalization };

    /// <summary>Writes one statement for each purpose that the event speaks of; refused outweighs granted.</summary>
    public void Write(in Judgement judged, EventWriter writer)
    {
        var spoken = judged.Stated.Granted | judged.Refused;
        for (var index = 0; spoken != 0; index++, spoken >>= 1)
        {
            if ((spoken & 1) != 0 && _names[index].Length > 0)
                writer.WriteConsent(_names[index], (judged.Refused & PurposePolicy.Bit(index)) == 0);
        }

        if (!_modelsNeedPurposes)
            return;
        Span<byte> allowed = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(allowed, judged.Allowed);
        writer.Write(EventField.Allowed, allowed);
    }

    /// <summary>Tells the memory of refusals, so that they hold before their shard has seen them.</summary>
    public static void Remember(in Judgement judged, PersonKey person, RefusalMemory memory)
    {
        var refused = judged.Refused;
        for (var index = 0; refused != 0; index++, refused >>= 1)
        {
            if ((refused & 1) != 0)
                memory.Refuse(person, index);
        }
    }
}

using Kairos.Govern.Purposes;

namespace Kairos.Unify.People;

/// <summary>The stored form of what a person wants: since version 3 of <see cref="PersonCode"/>.</summary>
internal static class PreferenceCode
{
    private const byte UndoneBit = 0x80;

    public static void Write(Person person, BlobWriter to)
    {
        to.Unsigned(person.Region.Packed);
        if (!person.Region.IsUnknown)
            to.Signed(person.RegionAtMs - person.FirstSeenAtMs);
        to.Unsigned((ulong)person.NotInterested.Length);
        foreach (var word in person.NotInterested)
        {
            to.Byte((byte)((byte)word.What | (word.Undone ? UndoneBit : 0)));
            to.Fixed64(word.Key);
            to.Signed(word.AtMs - person.FirstSeenAtMs);
        }
    }

    public static void Read(Person person, ref BlobReader from)
    {
        person.Region = new RegionCode(from.Unsigned());
        if (!person.Region.IsUnknown)
            person.RegionAtMs = person.FirstSeenAtMs + from.Signed();
        person.NotInterested = new NotInterested[from.Count()];
        foreach (ref var word in person.NotInterested.AsSpan())
        {
            var what = from.Byte();
            word = new NotInterested((InterestKind)(what & ~UndoneBit), from.Fixed64(), person.FirstSeenAtMs + from.Signed(), (what & UndoneBit) != 0);
        }
    }
}

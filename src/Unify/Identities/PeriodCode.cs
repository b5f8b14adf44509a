using System.Buffers.Binary;
using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>The stored forms of periods: beside a person, and in the record that divides.</summary>
internal static class PeriodCode
{
    private const int KeyBytes = 16;

    /// <summary>What a dividing record says besides its link.</summary>
    public static byte[] Stored(PersonKey subject, long untilMs, PersonKey[] users)
    {
        var bytes = new byte[KeyBytes + 8 + (users.Length * KeyBytes)];
        Put(bytes, subject);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(KeyBytes), untilMs);
        for (var i = 0; i < users.Length; i++)
            Put(bytes.AsSpan(KeyBytes + 8 + (i * KeyBytes)), users[i]);
        return bytes;
    }

    /// <summary>The period that a record begins: from where the last of its subject ended.</summary>
    /// <returns>None when one of those ends no earlier.</returns>
    /// <exception cref="InvalidDataException">Too short.</exception>
    public static Period Read(ReadOnlySpan<byte> from, PersonKey past, ReadOnlySpan<Period> known)
    {
        if (from.Length < KeyBytes + 8)
            throw new InvalidDataException($"A division of {from.Length} bytes; {KeyBytes + 8} are the least.");
        var (subject, untilMs) = (Key(from), BinaryPrimitives.ReadInt64LittleEndian(from[KeyBytes..]));
        var users = new PersonKey[(from.Length - KeyBytes - 8) / KeyBytes];
        for (var i = 0; i < users.Length; i++)
            users[i] = Key(from[(KeyBytes + 8 + (i * KeyBytes))..]);
        var since = Periods.Since(known, subject);
        return untilMs <= since ? default : new Period(subject, since, untilMs, past, users);
    }

    /// <summary>Writes a person's periods, or the none that most have.</summary>
    public static void Write(Person person, BlobWriter to)
    {
        to.Unsigned((ulong)person.Periods.Length);
        foreach (var period in person.Periods)
        {
            Write(period.Subject, to);
            to.Signed(period.FromMs);
            to.Signed(period.UntilMs);
            Write(period.Past, to);
            to.Unsigned((ulong)period.Users.Length);
            foreach (var user in period.Users)
                Write(user, to);
        }
    }

    /// <summary>Reads what was written.</summary>
    public static Period[] Read(ref BlobReader from)
    {
        var periods = new Period[from.Count()];
        for (var i = 0; i < periods.Length; i++)
        {
            var (subject, fromMs, untilMs, past) = (Key(ref from), from.Signed(), from.Signed(), Key(ref from));
            var users = new PersonKey[from.Count()];
            foreach (ref var user in users.AsSpan())
                user = Key(ref from);
            periods[i] = new Period(subject, fromMs, untilMs, past, users);
        }

        return periods;
    }

    private static void Put(Span<byte> to, PersonKey key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, key.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], key.Low);
    }

    private static PersonKey Key(ReadOnlySpan<byte> from) => new(BinaryPrimitives.ReadUInt64LittleEndian(from), BinaryPrimitives.ReadUInt64LittleEndian(from[8..]));

    private static void Write(PersonKey key, BlobWriter to)
    {
        to.Fixed64(key.High);
        to.Fixed64(key.Low);
    }

    private static PersonKey Key(ref BlobReader from) => new(from.Fixed64(), from.Fixed64());
}

using System.Buffers;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Overwrites personal data in a text, in place: the length stays, so whatever points into the text stays right.</summary>
/// <param name="options">What becomes of each kind.</param>
public sealed class PersonalDataEraser(PersonalDataOptions options)
{
    private const int OnStackMax = 512;
    private const int HashLetters = 16;

    /// <summary>Overwrites what is found.</summary>
    /// <param name="raw">UTF-8 as sent. A JSON number stays one: its digits become 1 and zeros.</param>
    /// <param name="json">Whether it is the inside of a JSON text, with its escapes.</param>
    /// <param name="setting">What is known of it.</param>
    /// <param name="secret">Hashes, where that is asked.</param>
    /// <param name="found">Is added to: how many of each kind were overwritten, by the number of the kind.</param>
    public void Erase(Span<byte> raw, bool json, TextSetting setting, SipKey secret, Span<int> found)
    {
        if (!PersonalDataFinder.MayHold(raw))
            return;
        var bytes = raw.Length <= OnStackMax ? null : ArrayPool<byte>.Shared.Rent(raw.Length);
        var places = raw.Length <= OnStackMax ? null : ArrayPool<int>.Shared.Rent(raw.Length + 1);
        var decoded = new DecodedText(raw, json, bytes ?? stackalloc byte[OnStackMax], places ?? stackalloc int[OnStackMax + 1]);
        for (var from = 0; PersonalDataFinder.TryFind(decoded.Text, from, setting, out var match); from = match.End)
        {
            var treatment = options.Of(match.Kind);
            if (treatment == PersonalDataTreatment.Keep)
                continue;
            var place = raw[decoded.Origin(match.Start)..decoded.Origin(match.End)];
            Overwrite(place, decoded.Text.Slice(match.Start, match.Length), match.Kind, treatment, (setting & TextSetting.Number) != 0, secret);
            found[(int)match.Kind]++;
        }
        if (bytes is not null)
            ArrayPool<byte>.Shared.Return(bytes);
        if (places is not null)
            ArrayPool<int>.Shared.Return(places);
    }

    private static void Overwrite(Span<byte> place, ReadOnlySpan<byte> value, PersonalDataKind kind, PersonalDataTreatment treatment, bool number, SipKey secret)
    {
        if (number)
        {
            place.Fill((byte)'0');
            place[0] = (byte)'1';
            return;
        }
        place.Fill((byte)'*');
        if (treatment != PersonalDataTreatment.Hash)
            return;
        Span<byte> plain = stackalloc byte[320];
        var hash = secret.Hash64(KeyDomain.Symbol, Plain(value, kind, plain));
        place[0] = (byte)'#';
        for (var i = 1; i < Math.Min(place.Length, 1 + HashLetters); i++, hash >>= 4)
            place[i] = (byte)('a' + (hash & 15)); // Letters alone: no digits that look like a number again.
    }

    /// <summary>A value without what may be written differently: of an address lower case, of a number its letters and digits alone.</summary>
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> value, PersonalDataKind kind, Span<byte> to)
    {
        var length = 0;
        foreach (var letter in value[..Math.Min(value.Length, to.Length)])
        {
            if (kind == PersonalDataKind.Email || Letters.IsWord(letter))
                to[length++] = Letters.IsLetter(letter) ? (byte)(letter | 0x20) : letter;
        }
        return to[..length];
    }
}

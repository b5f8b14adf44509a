using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kairos.Capture.Normalizers.Foldings;

/// <summary>Writes the labels of a domain the way the name system knows them: <c>müller</c> is <c>xn--mller-kva</c>.</summary>
/// <remarks>Source: RFC 3492, 6.3, with its parameters of section 5. Refuses by a return value where <see cref="IdnMapping"/> throws.</remarks>
internal static class Punycode
{
    private const int Base = 36, First = 1, Last = 26, Skew = 38, Damp = 700, BiasAtFirst = 72, CodeAtFirst = 128;
    private const int LabelMax = 63; // RFC 1035, 2.3.4.

    /// <summary>Encodes one label.</summary>
    /// <param name="label">UTF-8, folded.</param>
    /// <param name="to">Receives it.</param>
    /// <returns>Bytes written; 0 when it is too long for a label or for the room.</returns>
    public static int Encode(ReadOnlySpan<byte> label, Span<byte> to)
    {
        if (Ascii.IsValid(label))
            return label.Length <= LabelMax && label.TryCopyTo(to) ? label.Length : 0;
        Span<int> codes = stackalloc int[LabelMax];
        var count = 0;
        while (!label.IsEmpty)
        {
            if (count == codes.Length || Rune.DecodeFromUtf8(label, out var rune, out var used) != OperationStatus.Done)
                return 0;
            codes[count++] = rune.Value;
            label = label[used..];
        }

        Span<byte> encoded = stackalloc byte[LabelMax];
        var length = Encode(codes[..count], encoded);
        return length > 0 && encoded[..length].TryCopyTo(to) ? length : 0;
    }

    private static int Encode(ReadOnlySpan<int> codes, Span<byte> to)
    {
        "xn--"u8.CopyTo(to);
        var length = 4;
        foreach (var code in codes)
        {
            if (code >= CodeAtFirst)
                continue;
            if (length == LabelMax)
                return 0;
            to[length++] = (byte)code;
        }

        var basic = length - 4;
        if (basic > 0 && length < LabelMax)
            to[length++] = (byte)'-';
        var (next, delta, bias) = (CodeAtFirst, 0L, BiasAtFirst);
        for (var done = basic; done < codes.Length; delta++, next++)
        {
            var least = int.MaxValue;
            foreach (var code in codes)
                least = code >= next && code < least ? code : least;
            delta += (long)(least - next) * (done + 1);
            next = least;
            foreach (var code in codes)
            {
                delta += code < next ? 1 : 0;
                if (code != next)
                    continue;
                for (var (rest, at) = (delta, Base); ; at += Base)
                {
                    var least36 = Math.Clamp(at - bias, First, Last);
                    if (length == LabelMax)
                        return 0;
                    to[length++] = Digit(rest < least36 ? (int)rest : least36 + (int)((rest - least36) % (Base - least36)));
                    if (rest < least36)
                        break;
                    rest = (rest - least36) / (Base - least36);
                }

                bias = Adapted(delta, done + 1, done == basic);
                delta = 0;
                done++;
            }
        }

        return length;
    }

    private static int Adapted(long delta, int points, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / points;
        var bias = 0;
        for (; delta > (Base - First) * Last / 2; bias += Base)
            delta /= Base - First;
        return bias + (int)((Base - First + 1) * delta / (delta + Skew));
    }

    private static byte Digit(int digit) => (byte)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}

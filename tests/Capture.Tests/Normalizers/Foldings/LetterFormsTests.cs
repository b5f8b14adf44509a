using System.Text;
using CsCheck;
using Kairos.Capture.Normalizers.Foldings;

namespace Kairos.Capture.Tests.Normalizers.Foldings;

public sealed class LetterFormsTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Int[0x20, 0x2FF], Gen.Int[0x300, 0x36F], Gen.Int[0x370, 0x1FFF], Gen.Int[0x1100, 0x11FF], Gen.Int[0xAC00, 0xD7A3], Gen.Int[0xFF00, 0xFFEF], Gen.Int[0x10000, 0x1FFFF])
        .Array[0, 12].Select(static codes => string.Concat(codes.Select(static code => new Rune(code).ToString())));

    [Theory]
    [InlineData("JO\u0308RG", "j\u00F6rg")]
    [InlineData("J\u00D6RG", "j\u00F6rg")]
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("e\u0302\u0323", "\u1EC7")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212A", "k")]
    [InlineData("\uFF21", "\uFF41")]
    [InlineData("plain ASCII", "plain ascii")]
    public void A_word_has_one_form_however_it_was_typed(string typed, string form) => Fold(typed, LetterFolding.Words).ShouldBe(form);

    [Theory]
    [InlineData("\uFF2E\uFF35\uFF2C\uFF2C", "null")]
    [InlineData("\u00A0x\u00A0", " x ")]
    [InlineData("n\u200Bu\u2060ll", "null")]
    [InlineData("\uFB01", "fi")]
    [InlineData("\u33A2", "k\u006D2")]
    public void What_looks_alike_is_alike(string typed, string form) => Fold(typed, LetterFolding.Looks).ShouldBe(form);

    [Fact]
    public void Folding_what_was_folded_changes_nothing() => Gen.Select(Text, Gen.Enum<LetterFolding>()).Sample(
        static (text, how) => Fold(Fold(text, how), how) == Fold(text, how));

    [Fact]
    public void What_does_not_fit_is_cut_between_characters() => Gen.Select(Text, Gen.Int[0, 12]).Sample(static (text, room) =>
    {
        Span<byte> to = stackalloc byte[room];
        var length = LetterForms.Fold(Encoding.UTF8.GetBytes(text), to, LetterFolding.Words);
        return Fold(text, LetterFolding.Words).StartsWith(Encoding.UTF8.GetString(to[..length]), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("m\u00FCller", "xn--mller-kva")]
    [InlineData("\u65E5\u672C\u8A9E", "xn--wgv71a119e")]
    [InlineData("\u043F\u0440\u0438\u043C\u0435\u0440", "xn--e1afmkfd")]
    [InlineData("plain", "plain")]
    public void A_label_is_written_as_the_name_system_knows_it(string label, string encoded)
    {
        Span<byte> to = stackalloc byte[64];
        Encoding.ASCII.GetString(to[..Punycode.Encode(Encoding.UTF8.GetBytes(label), to)]).ShouldBe(encoded);
    }

    [Fact]
    public void A_label_reads_back_or_is_refused() => Gen.Select(Gen.Char["abz-"], Gen.Char["\u00E4\u00F6\u043F\u65E5"]).Array[1, 20].Sample(static letters =>
    {
        var label = string.Concat(letters.Select(static pair => $"{pair.Item1}{pair.Item2}"));
        Span<byte> to = stackalloc byte[64];
        var length = Punycode.Encode(Encoding.UTF8.GetBytes(label), to);
        if (length > 0)
            new System.Globalization.IdnMapping { AllowUnassigned = true }.GetUnicode(Encoding.ASCII.GetString(to[..length])).ShouldBe(label);
        return length <= 63;
    });

    [Theory]
    [InlineData(" x ", "x")]
    [InlineData("\u00A0\u3000\u200Bx y\uFEFF\u0000", "x y")]
    [InlineData("\uFFFD", "")]
    [InlineData("\u200B", "")]
    [InlineData("x", "x")]
    public void Both_ends_of_an_identifier_are_cut_alike_in_bytes_and_in_letters(string sent, string kept)
    {
        IdentifierText.Trim(sent).ShouldBe(kept);
        Encoding.UTF8.GetString(IdentifierText.Trim(Encoding.UTF8.GetBytes(sent).AsSpan())).ShouldBe(kept);
    }

    [Fact]
    public void A_plain_identifier_is_cut_without_allocating() => Allocations.Of(static () => IdentifierText.Trim("user-42@example.com"u8)).ShouldBe(0);

    private static string Fold(string text, LetterFolding folding)
    {
        var to = new byte[4_096];
        return Encoding.UTF8.GetString(to, 0, LetterForms.Fold(Encoding.UTF8.GetBytes(text), to, folding));
    }
}

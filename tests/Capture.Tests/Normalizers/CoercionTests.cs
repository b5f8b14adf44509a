using System.Globalization;
using System.Text;
using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class CoercionTests
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData("12.5", 12.5)]
    [InlineData("\"12.5\"", 12.5)]
    [InlineData("-3", -3)]
    [InlineData("1e3", 1000)]
    [InlineData("1,299.00", 1299)]
    [InlineData("1,299", 1299)]
    [InlineData("1.299,00 €", 1299)]
    [InlineData("1.299.000", 1_299_000)]
    [InlineData("1,299,000.5", 1_299_000.5)]
    [InlineData("1,5", 1.5)]
    [InlineData("0,299", 0.299)]
    [InlineData("12,3456", 12.3456)]
    [InlineData("$12", 12)]
    [InlineData("US$ 12.99", 12.99)]
    [InlineData("12.99 USD", 12.99)]
    [InlineData("-$12", -12)]
    [InlineData("$-12", -12)]
    [InlineData("CHF 1'299.50", 1299.5)]
    [InlineData("1 299,50 kč", 1299.5)]
    [InlineData("1 299,50 €", 1299.5)]
    [InlineData("49,90 zł", 49.9)]
    [InlineData("₹1,299", 1299)]
    [InlineData(".99", 0.99)]
    [InlineData("€ .99", 0.99)]
    public void A_number_is_read_however_it_is_printed(string sent, double value)
    {
        Coercion.TryNumber(Encoding.UTF8.GetBytes(sent), out var read).ShouldBeTrue();
        read.ShouldBe(value, 1e-9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("free")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("12abc")]
    [InlineData("0x10")]
    [InlineData("1,29,9")]
    [InlineData("1.2.3")]
    [InlineData("12-13")]
    [InlineData("$12 €")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890")]
    public void What_is_no_number_is_refused(string sent) => Coercion.TryNumber(Encoding.UTF8.GetBytes(sent), out _).ShouldBeFalse();

    [Fact]
    public void Every_finite_number_is_read_back() => Gen.Double.Where(double.IsFinite).Sample(value =>
        Coercion.TryNumber(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)), out var read) && read.Equals(value));

    [Fact]
    public void Every_amount_is_read_in_either_notation() => Gen.Int[0, 100_000_000].Sample(cents =>
    {
        var text = (cents / 100m).ToString("N2", CultureInfo.InvariantCulture);
        var continental = text.Replace(',', ' ').Replace('.', ',').Replace(' ', '.');
        return Coercion.TryNumber(Encoding.UTF8.GetBytes(text), out var one) && Math.Abs(one - (cents / 100.0)) < 1e-6
            && Coercion.TryNumber(Encoding.UTF8.GetBytes(continental + " €"), out var other) && Math.Abs(other - (cents / 100.0)) < 1e-6;
    });

    [Fact]
    public void Whatever_is_read_is_finite() => Gen.Byte.Array[0, 70].Sample(bytes =>
        !Coercion.TryNumber(bytes, out var value) || double.IsFinite(value));

    [Theory]
    [InlineData("eur", "EUR")]
    [InlineData(" USD ", "USD")]
    [InlineData("€", "EUR")]
    [InlineData("$", "USD")]
    [InlineData("zł", "PLN")]
    [InlineData("ZŁ", "PLN")]
    [InlineData("R$", "BRL")]
    public void A_currency_is_read_by_code_or_sign(string sent, string code)
    {
        Span<byte> read = stackalloc byte[3];
        Coercion.TryCurrency(Encoding.UTF8.GetBytes(sent), read).ShouldBeTrue();
        Encoding.UTF8.GetString(read).ShouldBe(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ZZZ")]
    [InlineData("euro")]
    [InlineData("kr")]
    public void What_means_no_one_currency_is_refused(string sent) => Coercion.TryCurrency(Encoding.UTF8.GetBytes(sent), new byte[3]).ShouldBeFalse();

    [Fact]
    public void Reading_allocates_nothing() => Allocations.Of(() =>
    {
        Span<byte> code = stackalloc byte[3];
        Coercion.TryNumber("1.299,00 €"u8, out _);
        Coercion.TryNumber("12.5"u8, out _);
        Coercion.TryCurrency("eur"u8, code);
    }).ShouldBe(0);
}

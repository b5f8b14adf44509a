using System.Text;
using CsCheck;
using Kairos.Govern.Access;

namespace Kairos.Govern.Tests.Access;

public sealed class SentKeyTests
{
    [Theory]
    [InlineData("Bearer abc", "abc")]
    [InlineData("bearer  abc ", "abc")]
    [InlineData("Basic YWJjOg==", "abc")]
    [InlineData("Basic YWJjOg", "abc")]
    [InlineData("Basic YWJj", "abc")]
    [InlineData("basic OmFiYw==", "abc")]
    [InlineData("Basic YWJjOnB3", "abc")]
    public void A_key_is_read_from_either_scheme(string header, string key) => Read(header).ShouldBe(key);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic %%%")]
    [InlineData("Basic Og==")]
    [InlineData("Digest abc")]
    [InlineData("Bearer ключ")]
    public void Anything_else_is_no_key(string? header) => Read(header).ShouldBeNull();

    [Fact]
    public void No_header_however_odd_throws() => Gen.Select(Gen.Bool, Gen.String[0, 2000]).Sample((basic, rest) =>
    {
        Read((basic ? "Basic " : "Bearer ") + rest);
    });

    [Fact]
    public void Every_key_survives_basic_encoding() => Gen.String[Gen.Char.AlphaNumeric, 1, 200].Sample(key =>
        Read("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":"))) == key);

    private static string? Read(string? header)
    {
        Span<byte> buffer = stackalloc byte[SentKey.BufferBytes];
        return SentKey.TryRead(header, buffer, out var key) ? Encoding.UTF8.GetString(key) : null;
    }
}

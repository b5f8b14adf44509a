using CsCheck;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Tests.Identities.Linkage;

public sealed class ComparisonTests
{
    private static readonly Gen<string> Words = Gen.Char['a', 'e'].Array[0, 9].Select(static letters => new string(letters));

    [Theory]
    [InlineData("martha", "marhta", 0.9611)]
    [InlineData("dixon", "dicksonx", 0.8133)]
    [InlineData("dwayne", "duane", 0.84)]
    [InlineData("abc", "xyz", 0)]
    public void Jaro_Winkler_is_that_of_the_literature(string a, string b, double expected) => TextDistances.JaroWinkler(a, b).ShouldBe(expected, 0.0001);

    [Theory]
    [InlineData("smith", "smiht", 1)]
    [InlineData("smith", "smth", 1)]
    [InlineData("smith", "smythe", 2)]
    [InlineData("ca", "abc", 3)]
    public void Edits_count_swapped_neighbours_once(string a, string b, int expected) => TextDistances.Edits(a, b, 5).ShouldBe(expected);

    [Fact]
    public void Distances_are_the_same_both_ways_and_zero_for_equal_texts() => Gen.Select(Words, Words).Sample(static (a, b) =>
    {
        TextDistances.Edits(a, b, 20).ShouldBe(TextDistances.Edits(b, a, 20));
        TextDistances.JaroWinkler(a, b).ShouldBe(TextDistances.JaroWinkler(b, a));
        TextDistances.BagDistance(a, b).ShouldBe(TextDistances.BagDistance(b, a));
        TextDistances.Edits(a, b, 2).ShouldBe(Math.Min(3, TextDistances.Edits(a, b, 20)));
        (TextDistances.Edits(a, b, 20) == 0).ShouldBe(a == b);
    });

    [Fact]
    public void What_rules_out_a_likeness_never_rules_out_a_real_one() => Gen.Select(Words, Words).Sample(static (a, b) =>
    {
        var onlyA = System.Numerics.BitOperations.PopCount(TextDistances.Letters(a) & ~TextDistances.Letters(b));
        var onlyB = System.Numerics.BitOperations.PopCount(TextDistances.Letters(b) & ~TextDistances.Letters(a));
        if (a.Length > 0 && b.Length > 0)
            TextDistances.JaroWinklerMax(a, b, onlyA, onlyB).ShouldBeGreaterThanOrEqualTo(TextDistances.JaroWinkler(a, b) - 1e-9);
        TextDistances.Edits(a, b, 20).ShouldBeGreaterThanOrEqualTo(Math.Max(onlyA, onlyB));
    });

    [Theory]
    [InlineData("1980-02-03", "1980-03-02", "day and month swapped")]
    [InlineData("1980-02-03", "1980-02-08", "one digit")]
    [InlineData("1980-02-03", "03/02/1980", "equal")]
    [InlineData("1980-02-27", "1980-03-05", "within a month")]
    [InlineData("1980-02-03", "1944-11-28", "different")]
    public void Days_are_compared_by_digits_and_by_time(string a, string b, string level) => Level(new DateComparison([a, b])).ShouldBe(level);

    [Theory]
    [InlineData("4011", "4101", "neighbours swapped")]
    [InlineData("4011", "4012", "one edit")]
    [InlineData("sw1a 1aa", "sw1b 1ab", "two edits")]
    [InlineData("sw1a 1aa", "sw1a 9xy", "same first half")]
    [InlineData("123456", "987000", "different")]
    public void Codes_are_compared_by_edits(string a, string b, string level) => Level(new CodeComparison([a, b])).ShouldBe(level);

    [Theory]
    [InlineData("ann@one.example", "ann@two.example", "same local part")]
    [InlineData("ann@one.example", "anm@one.example", "two edits")]
    [InlineData("ann@one.example", "robert@one.example", "same domain")]
    public void Addresses_are_compared_by_their_parts(string a, string b, string level) => Level(new EmailComparison([a, b])).ShouldBe(level);

    [Theory]
    [InlineData("  José   MÜLLER ", "jose muller")]
    [InlineData("N/A", "")]
    [InlineData(null, "")]
    [InlineData("nan", "")]
    public void Values_are_brought_into_one_form(string? value, string expected) => RecordText.Normalize(value).ShouldBe(expected);

    [Fact]
    public void What_a_column_holds_is_told_from_its_values()
    {
        Kind("2001-02-03", "1999-12-31", "1980-01-01").ShouldBe(ColumnKind.Date);
        Kind("19190102", "19990219", "19600210").ShouldBe(ColumnKind.Date);
        Kind("4011", "4814", "2776").ShouldBe(ColumnKind.Code);
        Kind("a@b.example", "c@d.example", "e@f.example").ShouldBe(ColumnKind.Email);
        Kind("$39.99", "12.50", "399").ShouldBe(ColumnKind.Number);
        Kind("waller", "berry", "st james").ShouldBe(ColumnKind.Name);
        Kind("sony turntable with belt drive", "a long text of many words", "another text that goes on").ShouldBe(ColumnKind.Text);
        Kind("x", "x").ShouldBe(ColumnKind.Constant);
    }

    private static ColumnKind Kind(params string[] values) => RecordTable.Of(["a"], [.. values.Select(static value => new string?[] { value })]).Columns[0].Kind;

    private static string Level(ValueComparison comparison)
    {
        comparison.Compare(0, 1).ShouldBe(comparison.Compare(1, 0));
        return comparison.Levels[comparison.Compare(0, 1)];
    }
}

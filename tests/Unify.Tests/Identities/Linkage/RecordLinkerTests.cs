using CsCheck;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Tests.Identities.Linkage;

public sealed class RecordLinkerTests
{
    [Fact]
    public void Records_of_one_person_are_found_without_labels()
    {
        var rows = MadePeople.Make(150, 3);
        Score(rows, new LinkageOptions()).ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void Blocking_loses_next_to_nothing_and_looks_at_few_pairs()
    {
        var rows = MadePeople.Make(400, 4);
        var table = MadePeople.Table(rows);
        var linked = new RecordLinker(new LinkageOptions { AllPairsMax = 1, PairsMax = 60_000, RandomPairsMax = 50_000 }).Link(table);
        linked.Blocking.Count.ShouldBeGreaterThan(2);
        ((double)linked.PairsCompared).ShouldBeLessThan(60_001);
        ((double)linked.PairsCompared).ShouldBeLessThan(table.PairCount / 5);
        F1(linked.Links, rows).ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void The_order_of_the_records_does_not_matter() => Gen.Select(Gen.ULong[1, 1000], Gen.Int).Sample((seed, order) =>
    {
        var rows = MadePeople.Make(25, seed);
        var shuffle = new Random(order);
        var moved = rows.OrderBy(_ => shuffle.Next()).ToList();
        Said(rows).ShouldBe(Said(moved));

        static List<(string, string)> Said(List<string?[]> rows) => [.. new RecordLinker(new LinkageOptions()).Link(MadePeople.Table(rows)).Links
            .Select(pair => (One: Text(rows[pair.A]), Other: Text(rows[pair.B]))).Select(pair => string.CompareOrdinal(pair.One, pair.Other) < 0 ? pair : (pair.Other, pair.One))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Item2, StringComparer.Ordinal)];
    }, iter: 10);

    [Fact]
    public void A_higher_threshold_links_no_pair_that_a_lower_one_did_not()
    {
        var rows = MadePeople.Make(120, 5);
        var (first, second) = (rows[..(rows.Count / 2)], rows[(rows.Count / 2)..]);
        var found = new[] { 0.1, 0.5, 0.9, 0.999 }.Select(threshold => new RecordLinker(new LinkageOptions { Threshold = threshold, OneToOne = OneToOne.Never })
            .Link(MadePeople.Table(first, second)).Links.ToHashSet()).ToArray();
        for (var i = 1; i < found.Length; i++)
            found[i].IsSubsetOf(found[i - 1]).ShouldBeTrue();
        found[0].Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Two_files_are_linked_across_and_never_within()
    {
        var rows = MadePeople.Make(150, 6);
        var (first, second) = (rows[..(rows.Count / 2)], rows[(rows.Count / 2)..]);
        var linked = new RecordLinker(new LinkageOptions()).Link(MadePeople.Table(first, second));
        linked.Links.ShouldAllBe(pair => pair.A < first.Count && pair.B >= first.Count);
        linked.Proposals.ShouldAllBe(pair => pair.RecordA < first.Count && pair.RecordB >= first.Count && pair.Probability > 0 && pair.Probability <= 1);
        var right = linked.Links.Count(pair => rows[pair.A][5] == rows[pair.B][5]);
        ((double)right / linked.Links.Count).ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void One_to_one_gives_each_record_one_counterpart_at_most()
    {
        var rows = MadePeople.Make(150, 7);
        var (first, second) = (rows[..(rows.Count / 2)], rows[(rows.Count / 2)..]);
        var links = new RecordLinker(new LinkageOptions { OneToOne = OneToOne.Always }).Link(MadePeople.Table(first, second)).Links;
        links.Count.ShouldBeGreaterThan(10);
        links.Select(static pair => pair.A).ShouldBeUnique();
        links.Select(static pair => pair.B).ShouldBeUnique();
    }

    [Fact]
    public void Nothing_to_compare_gives_no_links()
    {
        new RecordLinker(new LinkageOptions()).Link(RecordTable.Of(["a"], [])).Links.ShouldBeEmpty();
        new RecordLinker(new LinkageOptions()).Link(RecordTable.Of(["a"], [["x"]])).Links.ShouldBeEmpty();
        new RecordLinker(new LinkageOptions()).Link(RecordTable.Of(["a"], [["x"], [null], [" n/a "]])).Links.ShouldBeEmpty();
    }

    private static double Score(List<string?[]> rows, LinkageOptions options) => F1(new RecordLinker(options).Link(MadePeople.Table(rows)).Links, rows);

    private static double F1(IReadOnlyList<(int A, int B)> links, List<string?[]> rows)
    {
        var right = links.Count(pair => rows[pair.A][5] == rows[pair.B][5]);
        return 2.0 * right / (links.Count + rows.GroupBy(static row => row[5]).Sum(static group => group.Count() * (group.Count() - 1) / 2));
    }

    private static string Text(string?[] row) => string.Join('|', row[..5]);
}

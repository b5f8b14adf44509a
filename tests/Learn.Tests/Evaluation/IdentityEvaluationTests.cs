using System.Runtime.CompilerServices;
using Kairos.Learn.Evaluation;

namespace Kairos.Learn.Tests.Evaluation;

public sealed class IdentityEvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-identity").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("people-febrl.csv.gz", "entity")]
    [InlineData("people-splink.csv.gz", "cluster")]
    public void People_are_found_and_better_than_by_any_exact_rule(string file, string truth)
    {
        var result = Run([Data(file)], truth, out _)!;
        result.Score.F1.ShouldBeGreaterThan(0.98);
        result.Score.F1.ShouldBeGreaterThan(result.Baseline.F1 + 0.02);
        result.Baseline.F1.ShouldBeGreaterThan(0.5);
        result.Intervals["f1"].Low.ShouldBeLessThanOrEqualTo(result.Score.F1);
        result.Intervals["f1"].High.ShouldBeGreaterThanOrEqualTo(result.Score.F1);
    }

    [Fact]
    public void Products_of_two_shops_are_found_by_their_texts()
    {
        var result = Run([Data("products-abt.csv.gz"), Data("products-buy.csv.gz")], Data("products-pairs.csv.gz"), out _)!;
        result.Score.F1.ShouldBeGreaterThan(0.85);
        result.Baseline.F1.ShouldBeLessThan(0.3);
        result.Linked.OneToOne.ShouldBeTrue();
    }

    [Fact]
    public void The_json_has_the_keys_that_programs_read()
    {
        var json = Run([Data("people-splink.csv.gz")], "cluster", out _)!.ToJson();
        json["task"]!.GetValue<string>().ShouldBe("identity");
        foreach (var metric in new[] { "precision", "recall", "f1" })
        {
            json["metrics"]![metric]!.GetValue<double>().ShouldBeInRange(0, 1);
            json["baseline"]![metric]!.GetValue<double>().ShouldBeInRange(0, 1);
            json["intervals"]![metric]!.AsArray().Count.ShouldBe(2);
        }
        json["train"]!["rows"]!.GetValue<int>().ShouldBe(299);
        json["test"]!["seconds"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
        json["peakMb"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Neither_the_truth_nor_the_ids_are_compared()
    {
        var path = Write("id,entity,name\nr1-a,1,anna\nr1-b,1,maria\nr2-a,2,kurt\n");
        IdentityData.TryRead(new IdentityEvaluationOptions([path], "entity"), out var data).ShouldBeNull();
        data!.Table.Columns.Select(static column => column.Name).ShouldBe(["name"]);
        data.Truth.Pairs().ShouldBe([(0, 1)]);
    }

    [Fact]
    public void Pairs_may_be_the_truth_with_a_header_or_without()
    {
        var records = Write("id;name\nx;anna\ny;anna b\nz;kurt\n");
        foreach (var pairs in new[] { "a,b\ny,x\n", "y,x\n", "\uFEFFx|y" })
        {
            IdentityData.TryRead(new IdentityEvaluationOptions([records], Write(pairs)), out var data).ShouldBeNull();
            data!.Truth.Pairs().ShouldBe([(0, 1)]);
        }
    }

    [Fact]
    public void Columns_of_two_files_belong_together_by_name_or_by_place()
    {
        var (first, second) = (Write("id,Given Name,title,extra\n1,a,b,c\n"), Write("id,label,given_name\n1,x,y\n"));
        IdentityData.TryRead(new IdentityEvaluationOptions([first, second], Write("1,1\n")), out var data).ShouldBeNull();
        data!.Table.Columns.Select(static column => column.Name).ShouldBe(["Given Name"]);
        data.Notes.Count.ShouldBe(3);
        var (third, fourth) = (Write("id,name\n1,a\n"), Write("id,title\n1,a\n"));
        IdentityData.TryRead(new IdentityEvaluationOptions([third, fourth], Write("1,1\n")), out data).ShouldBeNull();
        data!.Table.Columns.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "e", 1, 0, "empty")]
    [InlineData("id,e,a\n", "e", 2, 0, "no records")]
    [InlineData("id,e,a\n1,2\n", "e", 2, 3, "2 columns where the header has 3")]
    [InlineData("id,e,a\n1,2,3\n1,2,3,4\n", "e", 3, 4, "4 columns where the header has 3")]
    [InlineData("id,e,a\n1,2,\"3\n1,2,3\n", "e", 2, 3, "no end")]
    [InlineData("id,e,a\n1,2,3\n", "f", 1, 0, "neither a column nor a file")]
    [InlineData("id,e,E\n1,2,3\n", "e", 1, 0, "same name")]
    [InlineData("id,e\n1,2\n2,2\n", "e", 1, 0, "no column to compare")]
    public void A_wrong_file_is_refused_with_line_and_column(string text, string truth, int line, int column, string reason)
    {
        Run([Write(text)], truth, out var refusal).ShouldBeNull();
        refusal!.Line.ShouldBe(line);
        refusal.Column.ShouldBe(column);
        refusal.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("a,b\nx,x\n", 2, 2, "itself")]
    [InlineData("a,b\nx,y\nnobody,y\n", 3, 1, "no record")]
    [InlineData("a,b\nx\n", 2, 2, "1 columns")]
    [InlineData("x\ny\n", 1, 0, "two columns")]
    public void Wrong_pairs_are_refused_with_line_and_column(string pairs, int line, int column, string reason)
    {
        Run([Write("id,name\nx,anna\ny,berta\n")], Write(pairs), out var refusal);
        refusal!.Reason.ShouldContain(reason);
        (refusal.Line, refusal.Column).ShouldBe((line, column));
    }

    [Fact]
    public void Ids_that_come_twice_are_refused_when_pairs_need_them()
    {
        Run([Write("id,name\nx,anna\nx,berta\n")], Write("x,x\n"), out var refusal).ShouldBeNull();
        (refusal!.Line, refusal.Column).ShouldBe((3, 1));
    }

    [Fact]
    public void Cells_may_be_quoted_hold_line_ends_and_be_Latin_1()
    {
        var path = Path.Combine(_folder, "latin.csv");
        File.WriteAllBytes(path, [.. "id, name\n1, \"a \"\"b\"\",\nc\"\n2, M"u8, 0xFC, .. "ller\r\n"u8]);
        RecordFile.TryRead(path, out var file).ShouldBeNull();
        file.Rows.ShouldBe([["1", "a \"b\",\nc"], ["2", "Müller"]]);
        file.Lines.ShouldBe([2, 4]);
    }

    private static IdentityResult? Run(string[] records, string truth, out FileRefusal? refusal) =>
        new IdentityEvaluation(TimeProvider.System).Run(new IdentityEvaluationOptions(records, truth, Resamples: 100), static _ => { }, out refusal);

    private string Write(string text)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static string Data(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../data", name);
}

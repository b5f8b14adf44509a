using System.Globalization;
using System.Text;
using Kairos.Learn.Evaluation;

namespace Kairos.Learn.Tests.Evaluation;

public sealed class NextItemEvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-next-item").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sessions_that_follow_paths_are_predicted_far_better_than_popularity_does()
    {
        var result = Run(out var told);
        result.Values["hr@20"].ShouldBeGreaterThan(0.6);
        result.Values["difference hr@20"].ShouldBeGreaterThan(0.3);
        var (low, high) = result.Intervals["difference hr@20"];
        low.ShouldBeGreaterThan(0.2);
        result.Values["difference hr@20"].ShouldBeInRange(low, high);
        result.Split.ShouldContain("last fifth");
        told.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_same_file_gives_the_same_figures()
    {
        var (one, other) = (Run(out _), Run(out _));
        one.Values.ShouldBe(other.Values);
        one.Intervals.ShouldBe(other.Intervals);
    }

    [Fact]
    public void The_json_has_the_keys_that_programs_read()
    {
        var json = Run(out _).ToJson();
        json["task"]!.GetValue<string>().ShouldBe("next-item");
        foreach (var metric in new[] { "hr@20", "mrr@20", "coverage@20" })
        {
            json["metrics"]![metric]!.GetValue<double>().ShouldBeInRange(0, 1);
            json["intervals"]![metric]!.AsArray().Count.ShouldBe(2);
        }
        json["baseline"]!["hr@20"]!.GetValue<double>().ShouldBeInRange(0, 1);
        json["train"]!["rows"]!.GetValue<int>().ShouldBeGreaterThan(0);
        json["test"]!["usPerQuery"]!.GetValue<double>().ShouldBeGreaterThan(0);
        json["peakMb"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_file_without_clicks_or_with_a_bad_line_is_refused()
    {
        var evaluation = new NextItemEvaluation(TimeProvider.System);
        evaluation.Run(new NextItemOptions(Write("session\titem\ttime\n"), null), _ => { }, out var empty).ShouldBeNull();
        empty!.Reason.ShouldBe("no clicks");
        evaluation.Run(new NextItemOptions(Write("session\titem\ttime\na\tb\tnever\n"), null), _ => { }, out var bad).ShouldBeNull();
        bad!.Line.ShouldBe(2);
    }

    [Fact]
    public void Resamples_are_drawn_from_the_seed()
    {
        var one = new Bootstrap(7).Resample(10, 20, chosen => chosen.Sum());
        one.ShouldBe(new Bootstrap(7).Resample(10, 20, chosen => chosen.Sum()));
        one.ShouldNotBe(new Bootstrap(8).Resample(10, 20, chosen => chosen.Sum()));
        Bootstrap.Interval(Enumerable.Range(0, 1001).Select(value => (double)value)).ShouldBe((25, 975));
    }

    private NextItemResult Run(out List<string> told)
    {
        var text = new StringBuilder("session\titem\ttime\n");
        var chance = new Random(6);
        for (var session = 0; session < 600; session++)
        {
            var item = chance.Next(200);
            for (var click = 0; click < 5; click++, item = (item + (chance.Next(5) == 0 ? chance.Next(200) : 1)) % 200)
                text.Append(CultureInfo.InvariantCulture, $"{session}\t{item}\t{1_000_000 + session * 60 + click}\n");
        }
        var lines = new List<string>();
        var result = new NextItemEvaluation(TimeProvider.System).Run(new NextItemOptions(Write(text.ToString()), null, Resamples: 200), lines.Add, out var refusal);
        refusal.ShouldBeNull();
        told = lines;
        return result!;
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, Guid.NewGuid() + ".tsv");
        File.WriteAllText(path, text);
        return path;
    }
}

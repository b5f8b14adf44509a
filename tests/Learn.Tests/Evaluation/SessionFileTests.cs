using System.IO.Compression;
using System.Text;
using Kairos.Learn.Evaluation;

namespace Kairos.Learn.Tests.Evaluation;

public sealed class SessionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-sessions").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("SessionId\tItemId\tTime", "1591979344.5", 1591979344500)]
    [InlineData("session_id\titem_id\ttimestamp", "1591979344500", 1591979344500)]
    [InlineData("session\titem\ttime", "2020-06-12T16:29:04.5Z", 1591979344500)]
    [InlineData("Session\tItem\tTimestamp", "2020-06-12", 1591920000000)]
    public void Headers_and_times_are_read_in_the_shapes_people_have(string header, string time, long expected)
    {
        var log = Read($"{header}\ns\ti\t{time}\n");
        log.Clicks.Single().AtMs.ShouldBe(expected);
    }

    [Fact]
    public void Clicks_come_in_order_of_time_then_order_then_line()
    {
        var log = Read("session\titem\ttime\torder\ns2\ta\t50\t1\ns1\tb\t10\t2\ns1\tc\t10\t1\ns1\td\t5\t9\ns1\te\t10\t2\n");
        log.Sessions.ShouldBe(2);
        log.BySession()[0].Select(click => click.Item.Value).ShouldBe([4UL, 3, 2, 5]);
        log.BySession()[0].Select(click => click.Ends).ShouldBe([false, false, false, true]);
        log.Clicks[^1].Session.ShouldBe(1);
    }

    [Fact]
    public void Compressed_files_and_categories_are_read_as_they_are()
    {
        var path = Path.Combine(_folder, "a.tsv.gz");
        using (var to = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            to.Write(Encoding.UTF8.GetBytes("session\titem\ttime\tcategory\tprice\ns\ti\t1\tshoes\t9\ns\tj\t2\t\t9\n"));
        new SessionFile().TryRead(path, out var log).ShouldBeNull();
        log.Clicks[0].Category.IsNone.ShouldBeFalse();
        log.Clicks[1].Category.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void An_item_has_the_same_key_in_every_file_of_one_reader()
    {
        var reader = new SessionFile();
        reader.TryRead(Write("session\titem\ttime\n1\tx\t1\n1\ty\t2\n"), out var first).ShouldBeNull();
        reader.TryRead(Write("session\titem\ttime\n9\ty\t1\n"), out var second).ShouldBeNull();
        second.Clicks[0].Item.ShouldBe(first.Clicks[1].Item);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("session\titem\n", "line 1: the header names no column 'time'")]
    [InlineData("session\titem\ttime\n1\t2\n", "line 2: 2 columns where the header has 3")]
    [InlineData("session\titem\ttime\n1\t2\t3\n1\t\t3\n", "line 3, column 2: the item is empty")]
    [InlineData("session\titem\ttime\n1\t2\tnoon\n", "line 2, column 3: 'noon' is not a time")]
    [InlineData("session\titem\ttime\torder\n1\t2\t3\tx\n", "line 2, column 4: 'x' is not a number")]
    public void A_wrong_file_is_refused_with_the_place(string text, string expected) =>
        new SessionFile().TryRead(Write(text), out _)!.ToString().ShouldContain(expected);

    private SessionLog Read(string text)
    {
        new SessionFile().TryRead(Write(text), out var log).ShouldBeNull();
        return log;
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, Guid.NewGuid() + ".tsv");
        File.WriteAllText(path, text);
        return path;
    }
}

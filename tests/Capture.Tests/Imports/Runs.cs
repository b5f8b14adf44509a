using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Imports;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Imports;

/// <summary>Whole imports against a server that keeps what it is sent, drops repeats, and breaks when it is told to.</summary>
public sealed class Runs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-import-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Rows_arrive_once_and_in_order_however_often_it_breaks_off_and_begins_again() => await Gen.Select(Gen.Int[0, 4_000], Gen.Int[1, 5].Array[0, 6]).SampleAsync(async (rows, breaks) =>
    {
        var server = new Sink();
        var file = Table(rows);
        foreach (var batches in breaks)
        {
            server.TakenUntilBroken = batches;
            await Run(file, server);
        }

        server.TakenUntilBroken = int.MaxValue;
        var last = await Run(file, server);
        last.End.ShouldBe(ImportEnd.Complete);
        (last.Tally.Before + last.Tally.Rows).ShouldBe(rows);
        server.Kept.Select(static call => call.GetProperty("userId").GetString()).ShouldBe(Enumerable.Range(0, rows).Select(static row => "u" + row));
        server.Repeats.ShouldBe(0, "Nothing that was acknowledged is sent again.");

        var again = await Run(file, server);
        (again.Tally.Before, again.Tally.Rows).ShouldBe((rows, 0));
        File.Delete(Note(file));
    }, iter: 40, threads: 1);

    [Fact]
    public async Task Without_its_note_it_sends_the_same_messages()
    {
        var server = new Sink();
        var file = Table(1_500);
        await Run(file, server);
        File.Delete(Note(file));
        (await Run(file, server)).End.ShouldBe(ImportEnd.Complete);
        (server.Kept.Count, server.Repeats).ShouldBe((1_500, 1_500));
        await Run(file, server, request => request with { Again = true });
        (server.Kept.Count, server.Repeats).ShouldBe((1_500, 3_000));
    }

    [Fact]
    public async Task A_file_that_grew_goes_on_where_it_ended()
    {
        var server = new Sink();
        var file = Table(10);
        await Run(file, server);
        await File.AppendAllTextAsync(file, "u10,pro\n");
        (await Run(file, server)).Tally.ShouldSatisfyAllConditions(tally => tally.Before.ShouldBe(10), tally => tally.Rows.ShouldBe(1));
        server.Kept[^1].GetProperty("userId").GetString().ShouldBe("u10");
    }

    [Fact]
    public async Task A_file_that_changed_or_another_server_is_not_gone_on_with_unasked()
    {
        var server = new Sink();
        var file = Table(10);
        await Run(file, server);
        var other = await Run(file, server, request => request with { Server = "http://other" });
        (other.End, other.Fault!.Code).ShouldBe((ImportEnd.WrongFile, "other-server"));
        (await Run(file, server, request => request with { Server = "http://other", Continue = true })).Tally.Before.ShouldBe(10);
        (await Run(file, server, request => request with { Continue = true })).End.ShouldBe(ImportEnd.Complete, "The note names the server it went on with.");
        await File.WriteAllTextAsync(file, "userId,plan\nu0,free\n");
        var changed = await Run(file, server);
        (changed.End, changed.Fault!.Code).ShouldBe((ImportEnd.WrongFile, "other-file"));
        await File.WriteAllTextAsync(Note(file), "not a note");
        (await Run(file, server)).Fault!.Code.ShouldBe("progress-unreadable");
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_mended_and_gone_on_with()
    {
        var server = new Sink();
        var file = Path.Combine(_folder.FullName, "broken.csv");
        await File.WriteAllTextAsync(file, "userId,plan\nu0,pro\nu1,pro\nu2,\"pro\nu3,pro\n");
        var broken = await Run(file, server);
        (broken.End, broken.Fault!.Code, broken.Line, broken.Fault.Column).ShouldBe((ImportEnd.WrongFile, "open-quote", 4, 2));
        await File.WriteAllTextAsync(file, "userId,plan\nu0,pro\nu1,pro\nu2,pro\nu3,pro\n");
        var mended = await Run(file, server);
        (mended.End, mended.Tally.Before, mended.Tally.Rows, server.Repeats).ShouldBe((ImportEnd.Complete, 2, 2, 0));
    }

    [Fact]
    public async Task Every_refused_row_is_named_by_its_line()
    {
        var server = new Sink { Refused = "u3" };
        var file = Path.Combine(_folder.FullName, "rows.csv");
        await File.WriteAllTextAsync(file, "\uFEFFuserId,timestamp\r\nu1,2025-01-01\r\n\r\nu2,never\r\nu3,2025-01-01\r\n\"u\n4\",2025-01-01,x\r\n");
        var rejects = Path.Combine(_folder.FullName, "rejects.ndjson");
        var result = await Run(file, server, request => request with { RejectsFile = rejects });
        (result.Tally.Rows, result.Tally.Accepted, result.Tally.Rejected).ShouldBe((4, 1, 3));
        var lines = (await File.ReadAllLinesAsync(rejects)).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(static line => (line.GetProperty("line").GetInt32(), line.GetProperty("code").GetString())).ShouldBe([(4, "time-unreadable"), (5, "no-identity"), (6, "column-count")]);
        lines[0].GetProperty("column").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_takes_only_small_batches_gets_smaller_ones()
    {
        var server = new Sink { CallsMax = 7 };
        (await Run(Table(100), server)).Tally.Accepted.ShouldBe(100);
        server.Kept.Count.ShouldBe(100);
        var none = new Sink { CallsMax = 0 };
        (await Run(Table(3), none, request => request with { ProgressFile = null })).Tally.Rejected.ShouldBe(3);
    }

    [Fact]
    public async Task A_dry_run_says_what_a_server_would_refuse_and_notes_nothing()
    {
        var file = Path.Combine(_folder.FullName, "rows.ndjson");
        await File.WriteAllTextAsync(file, """
            {"type":"track","event":"Viewed","userId":"1","messageId":"a"}
            {"type":"track","userId":"1"}
            {"type":"dance","userId":"1"}
            {"type":"identify","userId":"null"}
            oops

            """);
        var watcher = new Watcher();
        var result = await new ImportRun(new ImportRequest(file) { DryRun = true, ProgressFile = Note(file) }, new HttpClient(), _clock, watcher).Run(File.OpenRead(file), default);
        (result.End, result.Tally.Accepted).ShouldBe((ImportEnd.Complete, 1));
        watcher.Faults.ShouldBe([(2, "no-name"), (3, "unknown-type"), (4, "no-identity"), (5, "not-json")]);
        File.Exists(Note(file)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_compressed_file_is_read_as_is_whatever_it_is_called()
    {
        var server = new Sink();
        var plain = await File.ReadAllBytesAsync(Table(2_000));
        var file = Path.Combine(_folder.FullName, "people");
        await using (var to = new GZipStream(File.Create(file), CompressionLevel.Optimal))
            await to.WriteAsync(plain);
        (await Run(file, server)).Tally.Accepted.ShouldBe(2_000);

        var cut = Path.Combine(_folder.FullName, "cut.gz");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(file))[..^200]);
        var broken = await Run(cut, new Sink());
        (broken.End, broken.Fault!.Code).ShouldBe((ImportEnd.WrongFile, "broken-gzip"));
    }

    [Theory]
    [InlineData("userId;plan\n1;pro\n", "other-separator", "--separator ';'")]
    [InlineData("userId\tplan\n1\tpro\n", "other-separator", "--separator tab")]
    [InlineData("[{\"type\":\"track\"}]", "not-an-object", "jq")]
    [InlineData("", "empty-file", "header")]
    [InlineData("userId,plan\r1,pro\r", "line-ends", "tr")]
    [InlineData("user\0Id,plan\n", "not-text", "UTF-8")]
    public async Task A_wrong_file_says_what_is_wrong_and_the_mend(string text, string code, string words)
    {
        var result = await Run(Encoding.UTF8.GetBytes(text));
        (result.End, result.Fault!.Code, result.Line).ShouldBe((ImportEnd.WrongFile, code, 1));
        result.Fault.Detail.ShouldContain(words);
    }

    [Fact]
    public async Task Utf16_and_pictures_are_refused()
    {
        (await Run([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("userId\n1\n")])).Fault!.Code.ShouldBe("not-utf8");
        (await Run([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 0x0D])).Fault!.Code.ShouldBe("not-utf8");
    }

    [Fact]
    public async Task Any_bytes_end_in_an_answer() => await Gen.Byte.Array[0, 400].SampleAsync(async bytes => (await Run(bytes)).ShouldNotBeNull(), iter: 300);

    [Fact]
    public async Task It_stops_when_told_and_goes_on_later()
    {
        using var stop = new CancellationTokenSource();
        var server = new Sink { Taken = stop.Cancel };
        var file = Table(5_000);
        var stopped = await Run(file, server, null, stop.Token);
        (stopped.End, stopped.Tally.Rows).ShouldBe((ImportEnd.Stopped, 1_000));
        server.Taken = null;
        (await Run(file, server)).End.ShouldBe(ImportEnd.Complete);
        (server.Kept.Count, server.Repeats).ShouldBe((5_000, 0));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Note(string file) => file + ".import";

    private string Table(int rows)
    {
        var file = Path.Combine(_folder.FullName, Guid.NewGuid() + ".csv");
        File.WriteAllText(file, "userId,plan\n" + string.Concat(Enumerable.Range(0, rows).Select(static row => $"u{row},pro\n")));
        return file;
    }

    private Task<ImportResult> Run(byte[] bytes) =>
        new ImportRun(new ImportRequest("-") { Kind = ImportKind.People }, _clock, new Watcher(), new Sink()).Run(new MemoryStream(bytes), default);

    private async Task<ImportResult> Run(string file, Sink server, Func<ImportRequest, ImportRequest>? with = null, CancellationToken cancel = default)
    {
        var request = new ImportRequest(file) { Kind = ImportKind.People, ProgressFile = Note(file), Server = "http://one" };
        return await new ImportRun(with?.Invoke(request) ?? request, _clock, new Watcher(), server).Run(File.OpenRead(file), cancel);
    }

    private sealed class Watcher : IImportWatcher
    {
        public List<(long, string)> Faults { get; } = [];

        public void Goes(ImportTally tally)
        {
        }

        public void Waits(string why)
        {
        }

        public void Refused(long line, RowFault fault) => Faults.Add((line, fault.Code));
    }

    private sealed class Sink : IImportSink
    {
        private readonly HashSet<string> _seen = [];

        public List<JsonElement> Kept { get; } = [];

        public int Repeats { get; private set; }

        public int TakenUntilBroken { get; set; } = int.MaxValue;

        public int CallsMax { get; init; } = int.MaxValue;

        public string? Refused { get; init; }

        public Action? Taken { get; set; }

        public Task<SinkAnswer> Take(ReadOnlyMemory<byte> body, CancellationToken cancel)
        {
            if (TakenUntilBroken-- <= 0)
                return Task.FromResult(new SinkAnswer(SinkOutcome.GaveUp, "broken"));
            var calls = JsonDocument.Parse(body).RootElement.GetProperty("batch").EnumerateArray().Select(static call => call.Clone()).ToList();
            if (calls.Count > CallsMax)
                return Task.FromResult(new SinkAnswer(SinkOutcome.TooLarge));
            var rejected = new List<(int, string, string)>();
            foreach (var (index, call) in calls.Index())
            {
                if (Refused is not null && call.GetProperty("userId").GetString() == Refused)
                    rejected.Add((index, "no-identity", "Nobody."));
                else if (_seen.Add(call.GetProperty("messageId").GetString()!))
                    Kept.Add(call);
                else
                    Repeats++;
            }

            Taken?.Invoke();
            return Task.FromResult(new SinkAnswer(SinkOutcome.Taken) { Rejected = rejected });
        }
    }
}

using System.Text;
using CsCheck;
using Kairos.Capture.Imports;

namespace Kairos.Capture.Tests.Imports;

/// <summary>What is written as RFC 4180 has it is read as it was, however it arrives.</summary>
public sealed class CsvReading
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.String[Gen.Char["aB\",\n\r ;é世\t\0"], 0, 12], Gen.String[Gen.Char.AlphaNumeric, 0, 30], Gen.Const(""), Gen.Const("\r\n\"\""));

    private static readonly Gen<string[][]> Table = Gen.Int[1, 6].SelectMany(width => Cell.Array[width].Array[0, 12]);

    [Fact]
    public async Task Every_table_comes_back_as_it_was_written() => await Gen.Select(Table, Gen.Bool, Gen.Bool, Gen.Int[1, 40]).SampleAsync(async (table, crlf, lastEnd, chunk) =>
    {
        var end = crlf ? "\r\n" : "\n";
        var text = string.Join(end, table.Select(row => string.Join(',', row.Select((cell, column) => Quoted(cell, row.Length == 1 || column == 0))))) + (lastEnd ? end : "");
        var (rows, lines, fault) = await Read(new DripStream(Encoding.UTF8.GetBytes(text), chunk));
        fault.ShouldBeNull();
        rows.ShouldBe(table);
        var starts = table.Select((_, index) => 1 + string.Join(end, table.Take(index).Select(row => string.Join(',', row))).Count(letter => letter == '\n') + (index > 0 ? 1 : 0));
        lines.ShouldBe(starts.Select(line => (long)line));
    });

    [Fact]
    public async Task A_quote_within_a_plain_cell_is_a_letter()
    {
        var (rows, _, fault) = await Read("tv,32\" screen,x\n");
        fault.ShouldBeNull();
        rows.ShouldBe([["tv", "32\" screen", "x"]]);
    }

    [Fact]
    public async Task Letters_behind_a_closed_quote_refuse_their_row_and_no_other()
    {
        var reader = new CsvReader(Feed("a,b\nx,\"y\"z\n1,2\n"), (byte)',');
        (await reader.Read(default)).ShouldBe(RowRead.Call);
        (await reader.Read(default)).ShouldBe(RowRead.Refused);
        (reader.Line, reader.Fault!.Code, reader.Fault.Column).ShouldBe((2, "csv-quote", 2));
        (await reader.Read(default)).ShouldBe(RowRead.Call);
        reader.Cells.ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_quote_without_an_end_names_where_it_begins()
    {
        var (rows, _, fault) = await Read("a,b\n1,\"two\nlines\"\n3,\"open\n5,6\n");
        rows.Count.ShouldBe(2);
        (fault!.Code, fault.Column).ShouldBe(("open-quote", 2));
    }

    [Fact]
    public async Task Blank_lines_do_not_count()
    {
        var (rows, lines, _) = await Read("a,b\n\n\r\n1,2\n\n");
        rows.ShouldBe([["a", "b"], ["1", "2"]]);
        lines.ShouldBe([1L, 4L]);
    }

    [Fact]
    public async Task A_row_that_is_not_utf8_is_refused_by_its_byte()
    {
        var reader = new CsvReader(new ByteFeed(new MemoryStream([.. "a,b\n1,"u8, 0xE9, .. "\n3,4\n"u8])), (byte)',');
        (await reader.Read(default)).ShouldBe(RowRead.Call);
        (await reader.Read(default)).ShouldBe(RowRead.Refused);
        (reader.Fault!.Code, reader.Fault.Column).ShouldBe(("not-utf8", 3));
        (await reader.Read(default)).ShouldBe(RowRead.Call);
    }

    [Fact]
    public async Task A_line_of_a_gigabyte_is_passed_over_and_costs_no_memory()
    {
        var reader = new CsvReader(new ByteFeed(new LongLineStream("a,b\n", 1L << 30, "\n3,4\n")), (byte)',');
        (await reader.Read(default)).ShouldBe(RowRead.Call);
        var before = GC.GetAllocatedBytesForCurrentThread();
        (await reader.Read(default)).ShouldBe(RowRead.Refused);
        reader.Fault!.Code.ShouldBe("line-too-long");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
        (await reader.Read(default)).ShouldBe(RowRead.Call);
        (reader.Line, reader.Cells[0]).ShouldBe((3, "3"));
    }

    private static string Quoted(string cell, bool always) =>
        always || cell.AsSpan().ContainsAny("\",\r\n") ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;

    private static ByteFeed Feed(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static Task<(List<string[]> Rows, List<long> Lines, RowFault? Fault)> Read(string text) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static async Task<(List<string[]> Rows, List<long> Lines, RowFault? Fault)> Read(Stream from)
    {
        var reader = new CsvReader(new ByteFeed(from), (byte)',');
        var (rows, lines) = (new List<string[]>(), new List<long>());
        RowRead read;
        while ((read = await reader.Read(default)) == RowRead.Call)
        {
            rows.Add([.. reader.Cells]);
            lines.Add(reader.Line);
        }

        return (rows, lines, read == RowRead.End ? null : reader.Fault);
    }
}

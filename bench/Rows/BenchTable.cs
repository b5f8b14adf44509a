using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Kairos.Bench.Rows;

/// <summary>Collects rows and prints them, as a table for people or as JSON for programs.</summary>
public sealed class BenchTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly List<BenchRow> _rows = [];

    public void Add(string what, double measured, string unit, string budget, bool? met, string against = "")
    {
        _rows.Add(new BenchRow(what, measured, unit, budget, met, against));
        Console.Error.WriteLine($"  {what}: {Figure(measured)} {unit}{(against.Length > 0 ? $" ({against})" : "")}");
    }

    public void Print(bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(_rows, Indented));
            return;
        }

        var table = new Table().Border(TableBorder.Markdown).AddColumns("what", "measured", "budget", "met", "held against");
        foreach (var row in _rows)
            table.AddRow(Markup.Escape(row.What), $"{Figure(row.Measured)} {row.Unit}", Markup.Escape(row.Budget), row.Met switch { true => "yes", false => "NO", null => "" }, Markup.Escape(row.Against));
        AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(table);
    }

    private static string Figure(double value) => value switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}

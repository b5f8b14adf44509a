using System.Globalization;
using Kairos.Capture.Imports;

namespace Kairos.Host.Commands;

/// <summary>Shows how an import goes, on the error stream, and how it ended.</summary>
internal sealed class ImportView(ImportRequest request, TimeProvider clock) : IImportWatcher
{
    private const int RefusedShown = 10;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private long _shown;
    private int _refused;

    public void Goes(ImportTally tally)
    {
        if (_shown != 0 && clock.GetElapsedTime(_shown) < Every)
            return;
        _shown = clock.GetTimestamp();
        Console.Error.WriteLine(Line(tally));
    }

    public void Waits(string why) => Console.Error.WriteLine(why);

    public void Refused(long line, RowFault fault)
    {
        if (_refused++ < RefusedShown)
            Console.Error.WriteLine(Place(line, fault) + $"{fault.Code}: {fault.Detail}");
        else if (_refused == RefusedShown + 1)
            Console.Error.WriteLine(request.RejectsFile is { } file ? $"More are in {file}." : "There are more; --rejects FILE lists them all.");
    }

    /// <summary>Prints the end of it.</summary>
    /// <returns>The exit code.</returns>
    public int Show(ImportResult result, bool json)
    {
        Console.Error.WriteLine(Line(result.Tally));
        if (result.Fault is { } fault)
            Console.Error.WriteLine(Place(result.Line, fault) + fault.Detail);
        if (result.End != ImportEnd.Complete && !request.DryRun && result.Tally.Before + result.Tally.Rows > 0)
            Console.Error.WriteLine(request.ProgressFile is { } note ? $"What was imported is noted in {note}. Run the same command again to go on." : "Run the same command again: rows that the server took within the last 24 hours do not count twice.");
        Console.WriteLine(json ? Json(result) : Text(result));
        return result.End switch
        {
            ImportEnd.Complete => ExitCode.Done,
            ImportEnd.WrongFile => ExitCode.WrongSetting,
            _ => ExitCode.Failed,
        };
    }

    private static string Line(ImportTally tally) => string.Create(CultureInfo.InvariantCulture,
        $"{tally.Before + tally.Rows:N0} rows, {tally.RowsPerSecond:N0} rows/s{(tally.Share is { } share ? $", {share:P0} of the file" : "")}, {tally.Rejected:N0} rejected");

    private string Place(long line, RowFault fault) => line == 0 ? "" : fault.Column > 0 ? $"{request.File}: line {line}, column {fault.Column}: " : $"{request.File}: line {line}: ";

    private string Text(ImportResult result)
    {
        var tally = result.Tally;
        var how = (result.End, request.DryRun) switch
        {
            (ImportEnd.Complete, true) => "Checked, nothing was sent",
            (ImportEnd.Complete, _) => "Imported",
            (ImportEnd.Stopped, _) => "Stopped",
            _ => "Not finished",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{how}: {tally.Rows:N0} rows, {tally.Accepted:N0} accepted, {tally.Rejected:N0} rejected")
            + (tally.Withheld > 0 ? string.Create(CultureInfo.InvariantCulture, $", {tally.Withheld:N0} withheld for want of consent") : "")
            + (tally.Before > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {tally.Before:N0} rows were imported before") : "") + ".";
    }

    private string Json(ImportResult result) => JsonLine.Of(json =>
    {
        var tally = result.Tally;
        json.WriteStartObject();
        json.WriteString("file", request.File);
        json.WriteString("end", result.End switch { ImportEnd.Complete => "complete", ImportEnd.Stopped => "stopped", ImportEnd.WrongFile => "wrong-file", _ => "not-taken" });
        json.WriteBoolean("dryRun", request.DryRun);
        json.WriteNumber("before", tally.Before);
        json.WriteNumber("rows", tally.Rows);
        json.WriteNumber("accepted", tally.Accepted);
        json.WriteNumber("rejected", tally.Rejected);
        json.WriteNumber("withheld", tally.Withheld);
        json.WriteNumber("seconds", Math.Round(tally.Seconds, 3));
        if (result.Fault is { } fault)
        {
            json.WriteStartObject("fault");
            json.WriteNumber("line", result.Line);
            json.WriteNumber("column", fault.Column);
            json.WriteString("code", fault.Code);
            json.WriteString("detail", fault.Detail);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}

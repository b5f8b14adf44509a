using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos doctor</c>: reads every byte of a journal that no server has open, says what is wrong, and repairs it on request.</summary>
internal static class DoctorCommand
{
    public static Command Make()
    {
        var data = ServerOptions.Data("data");
        var repair = new Option<bool>("--repair") { Description = "Repairs what can be repaired. Damaged bytes are set aside, not thrown away." };
        var json = ServerOptions.Json();
        var command = new Command("doctor", "Checks the journal of a data folder that no server has open. Exit code 1 when records are damaged.") { data, repair, json };
        command.SetAction((parsed, _) => RefusedStart.Caught(() => Task.FromResult(Run(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(repair), parsed.GetValue(json)))));
        return command;
    }

    private static int Run(string data, bool repair, bool json)
    {
        var folder = Path.Combine(data, "journal");
        if (!Directory.Exists(folder))
            throw new StartRefusedException($"There is no journal in {data}.", ExitCode.DataUnusable);
        using var held = DataFolderLock.Take(data);
        var report = Examine(folder, repair);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, DoctorJson.Default.JournalReport));
        else
            Print(report, repair);
        return report.Findings.Any(IsDamage) && !repair ? ExitCode.Failed : ExitCode.Done;
    }

    private static JournalReport Examine(string folder, bool repair)
    {
        try
        {
            return repair ? JournalDoctor.Repair(folder) : JournalDoctor.Inspect(folder);
        }
        catch (Exception error) when (StorageFault.Explain(error) is { } refusal)
        {
            throw refusal;
        }
    }

    // A torn tail was never acknowledged and a missing index is made again: neither is damage.
    private static bool IsDamage(JournalFinding finding) => finding.Kind is not (JournalFindingKind.TornTail or JournalFindingKind.MissingIndex);

    private static void Print(JournalReport report, bool repaired)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Segments} segments, {report.Blocks} whole blocks, {report.Records} readable records."));
        foreach (var finding in report.Findings)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{finding.Kind}: {finding.File} at byte {finding.Offset}, {finding.Bytes} bytes: {finding.Detail}"));
            foreach (var lost in finding.Lost)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  partition {lost.Partition}: positions {lost.From} to {lost.Until} cannot be read"));
        }

        Console.WriteLine(report.Findings.Count == 0 ? "All is well."
            : repaired ? "Repaired. The server can start."
            : report.Findings.Any(IsDamage) ? "Run kairos doctor --repair to set the damage aside and go on after it."
            : "Nothing that was acknowledged is damaged; the next start mends this.");
    }
}

using System.CommandLine;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Host.Servers;
using Kairos.Learn;
using Kairos.Unify.Shards;

namespace Kairos.Host.Commands;

/// <summary><c>kairos replay</c>: throws the stored people and models away, so that the next start builds them again; with <c>--verify</c> it only compares people.</summary>
internal static class ReplayCommand
{
    public static Command Make()
    {
        var data = ServerOptions.Data("data");
        var verify = new Option<bool>("--verify") { Description = "Changes nothing: builds every partition again from the journal beside the stored one and compares. Exit code 1 when they differ." };
        var json = ServerOptions.Json();
        var command = new Command("replay", "Builds people, sessions and models again from the journal, over a data folder that no server has open.") { data, verify, json };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data)!);
            if (!Directory.Exists(Path.Combine(folder, "journal")))
                throw new StartRefusedException($"There is no journal in {folder}.", ExitCode.DataUnusable);
            return parsed.GetValue(verify) ? await Verify(folder, parsed.GetValue(json), cancel) : await Forget(folder, parsed.GetValue(json));
        }));
        return command;
    }

    private static async Task<int> Forget(string folder, bool json)
    {
        await using (var server = KairosServer.Opened(new ServerSettings(folder, "http://127.0.0.1:0")))
        {
            // Older people exist in the stored state alone.
            var journal = server.Services.GetRequiredService<IJournal>();
            if (Enumerable.Range(0, journal.Partitions).Any(partition => journal.Start(partition) > 0))
                throw new StartRefusedException("Retention has deleted the beginning of the journal: what is older is in the stored state alone, so it stays as it is.", ExitCode.Failed);
        }

        using var held = DataFolderLock.Take(folder);
        foreach (var file in (string[])[.. Directory.EnumerateFiles(folder, "people.db*"), Path.Combine(folder, LearnStage.SavedState)])
            File.Delete(file);
        Console.WriteLine(json ? """{"forgotten":true}""" : "The stored people and models are gone. The next start reads the whole journal and builds them again.");
        return ExitCode.Done;
    }

    private static async Task<int> Verify(string folder, bool json, CancellationToken cancel)
    {
        await using var server = KairosServer.Opened(new ServerSettings(folder, "http://127.0.0.1:0"));
        var partitions = ReplayVerification.Run(server.Services, cancel).ToArray();
        var equal = partitions.All(partition => partition.Outcome != RebuildOutcome.Different);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new ReplayReport(equal, partitions), ReplayJson.Default.ReplayReport));
        else
            Print(partitions, equal);
        return equal ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(PartitionReplay[] partitions, bool equal)
    {
        foreach (var partition in partitions.Where(partition => partition.Outcome != RebuildOutcome.Equal))
        {
            Console.WriteLine(partition.Outcome == RebuildOutcome.Trimmed
                ? $"partition {partition.Partition}: retention has deleted its beginning, so that nothing can be said"
                : $"partition {partition.Partition}: what is stored differs from what the journal says");
        }

        var compared = partitions.Count(partition => partition.Outcome == RebuildOutcome.Equal);
        Console.WriteLine(equal
            ? $"{compared} of {partitions.Length} partitions built again from the journal: the same people as stored."
            : "kairos replay throws the stored state away and builds it again.");
    }
}

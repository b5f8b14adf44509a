using System.IO.Compression;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Unify.Tests.Identities.Proposals;

/// <summary>Records of the FEBRL sample as people: each a user id with what a form would have asked for as traits.</summary>
internal static class FebrlPeople
{
    public static IReadOnlyList<(string Id, string Entity, string Traits)> All { get; } = Read();

    /// <summary>Sends an identify for each.</summary>
    public static void In(IJournal journal, Govern.Workspaces.Workspace workspace, long atMs)
    {
        foreach (var chunk in All.Chunk(100))
        {
            var batch = JournalBatch.Rent();
            foreach (var (id, _, traits) in chunk)
                new Happened("", atMs) { UserId = id, Workspace = workspace, Kind = EventKind.Identify, Traits = traits }.Write(batch, journal.Partitions);
            journal.Append(batch).AsTask().GetAwaiter().GetResult().ShouldBe(AppendOutcome.Committed);
            batch.Return();
        }
    }

    private static List<(string, string, string)> Read()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "people-febrl.csv.gz")), CompressionMode.Decompress));
        var header = file.ReadLine()!.Split(',', StringSplitOptions.TrimEntries);
        var people = new List<(string, string, string)>();
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            cells.Length.ShouldBe(header.Length);
            var traits = header.Zip(cells).Skip(1).SkipLast(1).Where(cell => cell.Second.Length > 0).ToDictionary(cell => cell.First, cell => cell.Second);
            people.Add((cells[0], cells[^1], JsonSerializer.Serialize(traits)));
        }

        return people;
    }
}

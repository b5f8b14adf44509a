using Kairos.Bench.Bare;
using Kairos.Bench.Rows;

// bench [--json] [--seconds N] [capture] [decide] [process] [retrieval]   no names: all of them
// bench bare FOLDER                                                       the limits, as a server of their own
if (args is ["bare", var folder])
{
    await BareServer.Run(folder);
    return 0;
}

var json = args.Contains("--json");
var at = Array.IndexOf(args, "--seconds");
var time = TimeSpan.FromSeconds(at >= 0 ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 10);
(string Name, Func<BenchTable, TimeSpan, Task> Run)[] all =
[
    ("capture", CaptureRows.Run),
    ("decide", DecideRows.Run),
    ("process", ProcessRows.Run),
];
var wanted = args.Where(a => all.Any(row => row.Name == a)).ToHashSet();
var table = new BenchTable();
foreach (var (name, run) in all)
{
    if (wanted.Count > 0 && !wanted.Contains(name))
        continue;
    Console.Error.WriteLine($"{name}:");
    await run(table, time);
}

table.Print(json);
return 0;

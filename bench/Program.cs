using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Kairos.Bench.Bare;
using Kairos.Bench.Fuzz;
using Kairos.Bench.Micro;
using Kairos.Bench.Rows;

// bench [--json] [--seconds N] [NAME ...]                                 no names: all of them; the names are listed below
// bench load single|batch|decide PORT SECONDS [RATE]                      loads a server that runs already, for a profiler to watch; open loop at a rate a second
// bench load history PORT SESSIONS                                        posts past sessions to one, for "decide" to choose by
// bench fuzz [--libfuzzer]                                                a SharpFuzz target
// bench micro                                                             the inner loops of capture, by BenchmarkDotNet
// bench bare FOLDER                                                       the limits, as a server of their own
if (args is ["bare", var folder])
{
    await BareServer.Run(folder);
    return 0;
}

if (args is ["load", var shape, var port, var amount, .. var rate])
{
    await RunningServer.Load(shape, Number(port), Number(amount), rate.Length > 0 ? Number(rate[0]) : null);
    return 0;

    static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

if (args is ["fuzz", .. var how])
{
    IntakeFuzz.Run(how.Contains("--libfuzzer"));
    return 0;
}

if (args is ["micro"])
{
    // In this process: the generated project of the usual toolchain would not know the tree's build settings.
    var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).AddDiagnoser(MemoryDiagnoser.Default)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "kairos-bench-micro"));
    var summary = BenchmarkRunner.Run<MicroBenchmarks>(config);
    return summary.Reports.All(report => report.Success) ? 0 : 1;
}

var json = args.Contains("--json");
var at = Array.IndexOf(args, "--seconds");
var time = TimeSpan.FromSeconds(at >= 0 ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 10);
(string Name, Func<BenchTable, TimeSpan, Task> Run)[] all =
[
    ("capture", CaptureRows.Run),
    ("decide", DecideRows.Run),
    ("retrieval", RetrievalRows.Run),
    ("process", ProcessRows.Run),
    ("intake", StageRows.Intake),
    ("journal", StageRows.Journal),
    ("shards", StageRows.Shards),
    ("decisions", StageRows.Decisions),
    ("learning", StageRows.Learning),
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

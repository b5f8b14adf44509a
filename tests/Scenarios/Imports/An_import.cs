using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Imports;

/// <summary>People and their history come in by files. Whatever is killed on the way, each row counts once.</summary>
public sealed class An_import(ITestOutputHelper output) : IDisposable
{
    private const int People = 2_000;
    private const int EventsEach = 3;
    private static readonly (string, string)[] Slow = [("Capture:Intake:EventsPerSecondMax", "1500"), ("Capture:Intake:BurstSeconds", "1")];
    private readonly TemporaryFolder _files = new();

    [Fact]
    public async Task Whose_server_is_killed_midway_counts_every_row_once()
    {
        await using var home = await new ServerHome(null, Slow).Start();
        await Import(home, Customers(), "--kind", "people");
        var file = History();
        using (var broken = new ImportProcess(home, await home.Address, file, "--patience", "5"))
        {
            await broken.UntilNoted(2_000);
            await home.Kill();
            var (code, summary, errors) = await broken.End();
            code.ShouldBe(1, errors);
            summary.GetProperty("end").GetString().ShouldBe("not-taken");
            errors.ShouldContain("Run the same command again to go on");
        }

        await home.Start();
        using (var elsewhere = new ImportProcess(home, await home.Address, file))
            (await elsewhere.End()).Errors.ShouldContain("--continue", customMessage: "The server has another address now.");
        var rest = await Import(home, file, "--continue");
        rest.GetProperty("before").GetInt64().ShouldBeGreaterThanOrEqualTo(2_000);
        (rest.GetProperty("before").GetInt64() + rest.GetProperty("rows").GetInt64()).ShouldBe(People * EventsEach);
        await ShouldCountAll(home);
        (await Import(home, file)).GetProperty("rows").GetInt64().ShouldBe(0);
        await Import(home, file, "--again");
        await ShouldCountAll(home);
    }

    [Fact]
    public async Task That_is_killed_or_stopped_midway_goes_on_when_run_again()
    {
        await using var home = await new ServerHome(null, Slow).Start();
        var customers = Customers();
        using (var killed = new ImportProcess(home, await home.Address, customers, "--kind", "people"))
        {
            await killed.UntilNoted(1_000);
            await killed.Kill();
        }

        (await Import(home, customers, "--kind", "people")).GetProperty("before").GetInt64().ShouldBeGreaterThanOrEqualTo(1_000);
        var file = History();
        using (var stopped = new ImportProcess(home, await home.Address, file))
        {
            await stopped.UntilNoted(2_000);
            stopped.Stop();
            var (code, summary, errors) = await stopped.End();
            code.ShouldBe(1, errors);
            summary.GetProperty("end").GetString().ShouldBe("stopped");
            errors.ShouldContain("Run the same command again to go on");
        }

        var rest = await Import(home, file);
        (rest.GetProperty("before").GetInt64() + rest.GetProperty("rows").GetInt64()).ShouldBe(People * EventsEach);
        await ShouldCountAll(home);
    }

    [Fact]
    public async Task Reads_what_another_program_writes()
    {
        await using var home = await new ServerHome().Start();
        var line = RunningServer.Line("import", "-", "--url", (await home.Address).ToString(), "--key", home.SecretKey);
        line.RedirectStandardInput = true;
        using var import = System.Diagnostics.Process.Start(line)!;
        var (said, errors) = (import.StandardOutput.ReadToEndAsync(), import.StandardError.ReadToEndAsync());
        for (var row = 0; row < 3_000; row++)
            await import.StandardInput.WriteLineAsync($$$"""{"type":"identify","userId":"piped-{{{row}}}"}""");
        import.StandardInput.Close();
        await import.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        (await said).ShouldContain("Imported: 3,000 rows, 3,000 accepted", customMessage: await errors);
        (await new ApiCaller(home).Get("/v1/profiles/userId:piped-2999")).GetProperty("events").GetInt64().ShouldBe(1);
    }

    public void Dispose() => _files.Dispose();

    private async Task<System.Text.Json.JsonElement> Import(ServerHome home, string file, params string[] more)
    {
        using var import = new ImportProcess(home, await home.Address, file, more);
        var (code, summary, errors) = await import.End();
        output.WriteLine(errors + summary);
        code.ShouldBe(0, errors + summary);
        summary.GetProperty("end").GetString().ShouldBe("complete");
        summary.GetProperty("rejected").GetInt64().ShouldBe(0, errors);
        return summary;
    }

    private static async Task ShouldCountAll(ServerHome home)
    {
        var api = new ApiCaller(home);
        for (var person = 0; person < People; person++)
        {
            var profile = await api.Get($"/v1/profiles/userId:customer-{person}?fields=events,traits,consent,counts,firstSeenAt");
            profile.GetProperty("events").GetInt64().ShouldBe(1 + EventsEach, $"customer {person}");
            profile.GetProperty("counts").GetProperty("order_completed").GetInt64().ShouldBe(1);
            profile.GetProperty("traits").GetProperty("orders").GetInt32().ShouldBe(person % 10);
            profile.GetProperty("consent").GetProperty("email").GetProperty("granted").GetBoolean().ShouldBe(person % 2 == 0);
            profile.GetProperty("firstSeenAt").GetDateTimeOffset().Year.ShouldBe(2024, "History keeps its own time.");
        }

        (await api.Send(HttpMethod.Get, $"/v1/profiles/userId:customer-{People}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private string Customers()
    {
        var file = Path.Combine(_files.Path, "customers.csv");
        File.WriteAllText(file, "userId,email,name,orders,consent.email\r\n" + string.Concat(Enumerable.Range(0, People).Select(static person =>
            string.Create(CultureInfo.InvariantCulture, $"customer-{person},c{person}@example.com,\"Doe, \"\"{person}\"\"\r\nJr.\",{person % 10},{(person % 2 == 0 ? "yes" : "no")}\r\n"))), Encoding.UTF8);
        return file;
    }

    private string History()
    {
        var file = Path.Combine(_files.Path, "history.ndjson.gz");
        using var lines = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest));
        string[] names = ["Product Viewed", "Product Added", "Order Completed"];
        for (var row = 0; row < People * EventsEach; row++)
        {
            var at = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(row);
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $$$"""{"type":"track","userId":"customer-{{{row % People}}}","event":"{{{names[row / People]}}}","timestamp":"{{{at:O}}}","properties":{"product_id":"SKU-{{{row % 50}}}"}}"""));
        }

        return file;
    }
}

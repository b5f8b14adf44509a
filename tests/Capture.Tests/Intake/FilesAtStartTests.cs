using Kairos.Capture.Tests.Normalizers;
using Kairos.Govern;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Tests.Intake;

public sealed class FilesAtStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_geography_file_that_is_none_stops_the_start_by_name()
    {
        var missing = Path.Combine(_folder, "no-such.mmdb");
        (await Failure(missing)).ShouldNotBeNull().Message.ShouldContain(missing);
    }

    [Fact]
    public async Task A_broken_schema_stops_the_start_by_name()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "plan", "schemas"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "plan", "schemas", "cart_viewed.v1.json"), "broken", TestContext.Current.CancellationToken);
        (await Failure("")).ShouldNotBeNull().Message.ShouldContain("cart_viewed.v1.json");
    }

    [Fact]
    public async Task Good_files_let_it_start() => (await Failure(Sample.Path("GeoLite2-City-Test.mmdb"))).ShouldBeNull();

    private async Task<Exception?> Failure(string geography)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Capture:Geography:File", geography)]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new DataFolder(_folder));
        builder.AddGovern();
        builder.AddCapture();
        using var host = builder.Build();
        var failure = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));
        if (failure is null)
            await host.StopAsync(TestContext.Current.CancellationToken);
        return failure;
    }
}

using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.Govern.Tests.Audit;

public sealed class SettingsAtStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_start_with_other_settings_of_privacy_is_told_with_before_and_after_and_one_with_the_same_is_not()
    {
        (await Started()).Select(entry => entry.Action).ShouldBe(["settings.purposes", "settings.retention"]);
        (await Started()).Count.ShouldBe(2);
        var told = await Started(("Govern:Retention:AuditLog", "365.00:00:00"));
        told.Count.ShouldBe(3);
        told[2].Action.ShouldBe("settings.retention");
        (Text(told[2].Before, "audit"), Text(told[2].After, "audit")).ShouldBe(("for ever", "365.00:00:00"));

        told = await Started(("Govern:Retention:AuditLog", "365.00:00:00"), ("Govern:Purposes:Named:analytics:Basis", "Consent"));
        told.Count.ShouldBe(4);
        told[3].Action.ShouldBe("settings.purposes");
        Text(told[3].Before, "analytics").ShouldStartWith("0 LegitimateInterest");
        Text(told[3].After, "analytics").ShouldStartWith("0 Consent");
        AuditVerification.Run(new DataFolder(_folder.Path)).Problem.ShouldBeNull();
    }

    private async Task<List<AuditChange>> Started(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(static setting => setting.Name, static setting => (string?)setting.Value));
        builder.Services.AddSingleton(new DataFolder(_folder.Path));
        builder.AddGovern();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
        return [.. host.Services.GetRequiredService<SqliteAuditLog>().Before(null).Select(static entry => entry.Change).Where(static change => change.Action.StartsWith("settings.", StringComparison.Ordinal)).Reverse()];
    }

    private static string? Text(string? json, string member) => JsonDocument.Parse(json.ShouldNotBeNull()).RootElement.GetProperty(member).GetString();
}

using System.Collections.Concurrent;
using System.Net;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Access;

/// <summary>T11 and T12 of docs/security.md: whatever was acknowledged is in the audit log, and the log is whole, wherever the process is killed.</summary>
public sealed class An_audit_log
{
    private const int Kills = 6;
    private const int Writers = 4;
    private const int Seed = 20260105;

    [Fact]
    public async Task Survives_a_server_that_is_killed_among_changes()
    {
        await using var home = await new ServerHome().Start();
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(home, writer, acknowledged, stop.Token))));

        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = acknowledged.Count;
            while (acknowledged.Count < before + 20)
                await Task.Delay(10);
            await Task.Delay(random.Next(0, 200)); // The moment is drawn; nothing is waited for.
            await home.Kill();
            AuditVerification.Run(new DataFolder(home.Folder)).Problem.ShouldBeNull($"after kill {kill}, seed {Seed}");
            await home.Start();
        }

        await stop.CancelAsync();
        await writing;
        var (code, text) = await RunningServer.Run("audit", "verify", "--data", home.Folder);
        code.ShouldBe(0, text);
        var told = SqliteAuditLog.Read(new DataFolder(home.Folder), null, int.MaxValue).Select(entry => entry.Change.Target).ToHashSet();
        acknowledged.Where(item => !told.Contains("item:" + item)).ShouldBeEmpty($"seed {Seed}");
        acknowledged.Count.ShouldBeGreaterThan(Kills * 20);
    }

    private static async Task Write(ServerHome home, int writer, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        var api = new ApiCaller(home);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                var item = $"item-{writer}-{i}";
                if ((await api.Send(HttpMethod.Put, "/v1/items/" + item, """{"name":"one"}""")).Status == HttpStatusCode.OK)
                    acknowledged.Add(item);
            }
            catch (HttpRequestException)
            {
                // Killed meanwhile: not acknowledged.
            }
        }
    }
}

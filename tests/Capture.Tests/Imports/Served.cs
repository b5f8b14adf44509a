using System.Net.Http.Headers;
using Kairos.Capture.Events;
using Kairos.Capture.Imports;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Imports;

/// <summary>An import into a real server: who may, and what arrives.</summary>
public sealed class Served
{
    [Fact]
    public async Task People_and_history_arrive_as_the_columns_say()
    {
        await using var server = await CaptureServer.Start();
        (await Run(server, ImportKind.People, "userId,email,plan,consent.advertising\n1,Ann@Example.com,pro,no\n2,,free,yes\n")).Tally.Accepted.ShouldBe(2);
        (await Run(server, ImportKind.Events, "userId,event,timestamp,product_id,price\n1,Product Viewed,2024-03-01T12:00:00Z,SKU-1,19.90\n")).Tally.Accepted.ShouldBe(1);
        var events = server.Events;
        events.Count.ShouldBe(3);
        events[0].Text(EventField.Traits).ShouldBe("""{"email":"Ann@Example.com","plan":"pro"}""");
        events[2].Header.Code.ShouldBe(EventCode.ProductViewed);
        events[2].Header.HappenedAtMs.ShouldBe(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        (events[2].Items[0].Id, events[2].Items[0].Price).ShouldBe(("SKU-1", 19.90));
        (events[2].Header.Flags & EventFlags.Bot).ShouldBe(default);
        server.Links.Select(static link => link.Link.OtherKind).ShouldContain(Govern.Workspaces.KeyDomain.Email);
    }

    [Fact]
    public async Task A_blank_message_id_is_replaced_by_that_of_the_row()
    {
        await using var server = await CaptureServer.Start();
        const string line = """{"type":"track","event":"Viewed","userId":"1","messageId":" "}""";
        for (var run = 0; run < 2; run++)
            (await Run(server, null, (run == 0 ? """{"type":"track","event":"Other","userId":"2"}""" + "\n" : "") + line + "\n")).Tally.Rejected.ShouldBe(0);
        server.Events.Where(static seen => seen.Text(EventField.UserId) == "1").Select(static seen => seen.Header.Message).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Only_a_key_that_may_import_opens_it_and_no_user_needs_a_proof_then()
    {
        await using var server = await CaptureServer.Start();
        var workspaces = server.Service<Govern.Workspaces.SqliteWorkspaces>();
        workspaces.RotateUserSecret(server.Workspace.Id, TimeSpan.Zero, Govern.Audit.AuditActor.Of("test"));
        workspaces.DemandUserHash(server.Workspace.Id, true, Govern.Audit.AuditActor.Of("test"));
        (await Run(server, ImportKind.People, "userId\n1\n", CaptureServer.WriteKey)).Tally.Rejected.ShouldBe(1);
        (await Run(server, ImportKind.People, "userId\n1\n")).Tally.Accepted.ShouldBe(1);
        var wrong = await Run(server, ImportKind.People, "userId\n1\n", "ks_nobody");
        (wrong.End, wrong.Fault!.Code).ShouldBe((ImportEnd.NotTaken, "server-refused"));
        wrong.Fault.Detail.ShouldContain("401");
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = new StringContent("""{"batch":[]}"""), Headers = { Authorization = new AuthenticationHeaderValue("Bearer", CaptureServer.SecretKey) } };
        (await server.Send(request)).Status.ShouldBe(401, "A secret key opens the import alone.");
    }

    private static async Task<ImportResult> Run(CaptureServer server, ImportKind? kind, string text, string key = CaptureServer.SecretKey)
    {
        using var http = new HttpClient { BaseAddress = server.Client.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        return await new ImportRun(new ImportRequest("-") { Kind = kind }, http, server.Clock, new Silence()).Run(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), default);
    }

    private sealed class Silence : IImportWatcher
    {
        public void Goes(ImportTally tally)
        {
        }

        public void Waits(string why)
        {
        }

        public void Refused(long line, RowFault fault)
        {
        }
    }
}

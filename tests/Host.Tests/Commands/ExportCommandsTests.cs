using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Commands;

/// <summary><c>kairos export</c>, with a server and on its folder: everything, whole, and nobody else's.</summary>
public sealed class ExportCommandsTests : IDisposable
{
    private const int People = 40;
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _online = new();
    private readonly TemporaryFolder _offline = new();

    [Fact]
    public async Task Everything_of_a_workspace_is_in_files_that_others_read()
    {
        await using (var server = await Filled())
        {
            var keys = server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!;
            var (code, output, errors) = await CommandLine.Run("export", "--out", _online.Path, "--url", server.Url, "--key", keys.SecretKey);
            code.ShouldBe(ExitCode.Done, errors);
            output.ShouldContain(_online.Path);
            errors.ShouldContain("accounts:");
            (await CommandLine.Run("export", "--out", _online.Path, "--parquet", "--url", server.Url, "--key", keys.SecretKey)).Errors.ShouldContain("--parquet needs --data");
            (await CommandLine.Run("export", "--out", _offline.Path, "--data", _data.Path)).Code.ShouldBe(ExitCode.DataUnusable, "A server has it open.");
            await server.Stop();
        }

        var offline = await CommandLine.Run("export", "--out", _offline.Path, "--data", _data.Path, "--parquet");
        offline.Code.ShouldBe(ExitCode.Done, offline.Errors);
        Directory.GetFileSystemEntries(_offline.Path).Select(Path.GetFileName).ShouldBe(["events.ndjson", "people.ndjson", "accounts.ndjson", "items.ndjson", "events.parquet"], ignoreOrder: true);
        foreach (var what in (string[])["events", "accounts", "items"])
            Lines(_offline, what).Select(static line => line.GetRawText()).ShouldBe(Lines(_online, what).Select(static line => line.GetRawText()), $"{what}: with a server and without the same is written.");

        var events = Lines(_offline, "events");
        events.Count(static line => line.GetProperty("kind").GetString() is "track" or "group" or "identify").ShouldBe((2 * People) + 1);
        events.Count(static line => line.TryGetProperty("consents", out _)).ShouldBe(People);
        File.ReadAllText(Path.Combine(_offline.Path, "events.ndjson")).ShouldNotContain("stranger");
        var people = Lines(_offline, "people").Where(static line => line.GetProperty("events").GetInt64() > 0).ToList();
        people.Sum(static line => line.GetProperty("events").GetInt64()).ShouldBe((2 * People) + 1);
        var first = people.Single(static line => line.GetProperty("identifiers").EnumerateArray().Any(static one => one.GetProperty("id").GetString() == "user-0") && line.GetProperty("events").GetInt64() == 3);
        first.GetProperty("traits").GetProperty("plan").GetString().ShouldBe("pro");
        first.GetProperty("consent").GetProperty("email").GetProperty("granted").GetBoolean().ShouldBeTrue();
        first.GetProperty("sessions")[0].GetProperty("touches")[0].GetProperty("item").GetString().ShouldBe("SKU-0");
        first.GetProperty("links").EnumerateArray().Select(static link => link.GetProperty("type").GetString()).ShouldContain("email");
        var account = Lines(_offline, "accounts").ShouldHaveSingleItem();
        account.GetProperty("id").GetString().ShouldBe("acme");
        account.GetProperty("traits").GetProperty("industry").GetString().ShouldBe("shoes");
        account.GetProperty("members").EnumerateArray().Select(static link => link.GetProperty("key").GetString()).ShouldContain(first.GetProperty("key").GetString());
        Lines(_offline, "items").Select(static line => line.GetProperty("id").GetString()).ShouldContain("SKU-0");
        Parquet("SELECT count(*) FROM read_parquet('{0}') WHERE kind IN ('track', 'group', 'identify')").ShouldBe((2 * People) + 1);
        Parquet("SELECT count(DISTINCT user_id) FROM read_parquet('{0}')").ShouldBe(People);
        Parquet("SELECT count(*) FROM read_parquet('{0}') WHERE user_id = 'stranger'").ShouldBe(0);

        (await CommandLine.Run("export", "--out", _offline.Path, "--data", _data.Path, "--parquet")).Code.ShouldBe(ExitCode.Done, "Again, over what is there.");
        Parquet("SELECT count(*) FROM read_parquet('{0}') WHERE kind IN ('track', 'group', 'identify')").ShouldBe((2 * People) + 1);
        Lines(_offline, "events").Count.ShouldBe(events.Count);
    }

    [Fact]
    public async Task What_was_exported_can_be_imported_elsewhere_and_is_the_same_people()
    {
        string before;
        await using (var server = await Filled())
        {
            var key = server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!.SecretKey;
            before = await Known(server, key);
            (await CommandLine.Run("export", "--out", _online.Path, "--url", server.Url, "--key", key)).Code.ShouldBe(ExitCode.Done);
            await server.Stop();
        }

        await using var other = await KairosServer.Started(new ServerSettings(_offline.Path, "http://127.0.0.1:0"));
        var secret = other.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!.SecretKey;
        for (var run = 0; run < 2; run++)
        {
            var (code, output, errors) = await CommandLine.Run("import", Path.Combine(_online.Path, "events.ndjson"), "--again", "--json", "--url", other.Url, "--key", secret);
            code.ShouldBe(ExitCode.Done, errors);
            JsonDocument.Parse(output).RootElement.GetProperty("accepted").GetInt64().ShouldBe((2 * People) + 1, errors);
        }

        (await Known(other, secret)).ShouldBe(before);
        await other.Stop();
    }

    private static async Task<string> Known(KairosServer server, string key)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        var known = new StringBuilder();
        for (var person = 0; person < People; person++)
            known.AppendLine(await http.GetStringAsync($"/v1/profiles/userId:user-{person}?fields=firstSeenKey,identifiers,firstSeenAt,events,counts,consent,traits"));
        return known.ToString();
    }

    [Fact]
    public async Task What_stopped_goes_on_and_what_was_whole_stays_until_then()
    {
        var pages = new[] { "one\n", "two\n", "three\n" };
        File.WriteAllText(Path.Combine(_online.Path, "events.ndjson"), "of yesterday\n");
        var asked = new List<string?>();
        async Task<string?> Page(string? cursor, Stream to, int failAt)
        {
            asked.Add(cursor);
            var page = cursor is null ? 0 : cursor[0] - '0';
            await to.WriteAsync(Encoding.UTF8.GetBytes(page == failAt ? pages[page][..2] : pages[page]));
            return page == failAt ? throw new IOException("gone") : page == 2 ? null : (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await Should.ThrowAsync<IOException>(() => new ExportFile(_online.Path, "events", "here").Write((cursor, to) => Page(cursor, to, 2), default));
        File.ReadAllText(Path.Combine(_online.Path, "events.ndjson")).ShouldBe("of yesterday\n");
        (await Should.ThrowAsync<StartRefusedException>(() => new ExportFile(_online.Path, "events", "there").Write((cursor, to) => Page(cursor, to, -1), default))).Message.ShouldContain("of here, not of there");
        asked.Clear();
        await new ExportFile(_online.Path, "events", "here").Write((cursor, to) => Page(cursor, to, -1), default);
        asked.ShouldBe(["2"]);
        File.ReadAllText(Path.Combine(_online.Path, "events.ndjson")).ShouldBe("one\ntwo\nthree\n");
        Directory.GetFiles(_online.Path).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_without_a_journal_or_a_workspace_that_is_not_there_is_said()
    {
        (await CommandLine.Run("export", "--out", _offline.Path, "--data", _data.Path)).Errors.ShouldContain("There is no journal in");
        await using (var server = await Filled())
            await server.Stop();
        var (code, _, errors) = await CommandLine.Run("export", "--out", _offline.Path, "--data", _data.Path, "--workspace", "nowhere");
        (code, errors.Contains("There is no workspace nowhere", StringComparison.Ordinal)).ShouldBe((ExitCode.WrongSetting, true));
    }

    public void Dispose()
    {
        _data.Dispose();
        _online.Dispose();
        _offline.Dispose();
    }

    private async Task<KairosServer> Filled()
    {
        var server = await KairosServer.Started(new ServerSettings(_data.Path, "http://127.0.0.1:0"));
        var workspaces = server.Services.GetRequiredService<SqliteWorkspaces>();
        var other = workspaces.CreateWithKeys("other", AuditActor.Of("test"))!;
        await Send(server, other.WriteKey, """{"type":"track","event":"Product Viewed","userId":"stranger"}""");
        await Send(server, workspaces.FirstStart!.WriteKey, [.. Enumerable.Range(0, People).SelectMany(static person => new[]
        {
            $$$"""{"type":"identify","messageId":"i{{{person}}}","userId":"user-{{{person}}}","traits":{"plan":"pro","email":"u{{{person}}}@example.com"}, """
                + """ "context":{"consent":{"categoryPreferences":{"email":true}}}}""",
            $$$"""{"type":"track","messageId":"t{{{person}}}","event":"Product Viewed","userId":"user-{{{person}}}","properties":{"product_id":"SKU-{{{person % 4}}}","name":"Shoe"}}""",
        }), """{"type":"group","messageId":"g","userId":"user-0","groupId":"acme","traits":{"industry":"shoes"}}"""]);
        return server;
    }

    private static async Task Send(KairosServer server, string key, params string[] events)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var body = new StringContent($$"""{"batch":[{{string.Join(',', events)}}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/batch", body);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"success":true}""");
    }

    private static List<JsonElement> Lines(TemporaryFolder folder, string what) =>
        [.. File.ReadLines(Path.Combine(folder.Path, what + ".ndjson")).Select(static line => JsonDocument.Parse(line).RootElement)];

    private long Parquet(string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Format(System.Globalization.CultureInfo.InvariantCulture, query, Path.Combine(_offline.Path, "events.parquet", "**", "*.parquet"));
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

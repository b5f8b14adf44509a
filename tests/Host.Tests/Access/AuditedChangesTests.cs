using System.Text.Json;
using Kairos.Govern.Access;
using Microsoft.Data.Sqlite;

namespace Kairos.Host.Tests.Access;

/// <summary>T11 of docs/security.md: what somebody changes or carries away is in the audit log first, with before and after; what cannot be recorded does not happen.</summary>
public sealed class AuditedChangesTests(AccessServer server) : IClassFixture<AccessServer>
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    private string Admin => server.KeyOf(Role.Admin);

    private string User => $"userId:u-{_mark}";

    private string Phone => $"anonymousId:phone-{_mark}";

    [Fact]
    public async Task Decisions_of_people_about_people_are_told_with_before_and_after_and_without_saying_who()
    {
        await Track();
        await Call(HttpMethod.Put, $"/v1/profiles/{User}/consent", """{"purposes":{"email":true}}""", 200);
        await Call(HttpMethod.Put, $"/v1/profiles/{User}/consent", """{"purposes":{"email":false,"push":true}}""", 200);
        await Call(HttpMethod.Post, "/v1/profiles/merge", Merge, 200);
        await Call(HttpMethod.Post, "/v1/profiles/split", Split, 200);
        await Call(HttpMethod.Get, $"/v1/profiles/{User}/export", null, 200);
        await Call(HttpMethod.Get, "/v1/export/people", null, 200);
        await Call(HttpMethod.Post, "/v1/retention", null, 200);
        await Call(HttpMethod.Delete, $"/v1/profiles/{User}", null, 202);

        var told = await Log();
        told[0].Target.ShouldStartWith("erasure:er_");
        told.Select(entry => entry.Action).ShouldBe(["profiles.erase", "retention.sweep", "retention.sweep.begun", "workspace.export", "profiles.export",
            "profiles.split", "profiles.merge", "profiles.consent", "profiles.consent"]);
        Of(told[8]).ShouldBe(("""{"email":null}""", """{"email":true}"""));
        Of(told[7]).ShouldBe(("""{"email":true,"push":null}""", """{"email":false,"push":true}"""));
        Single(told[6].Before, "onePerson").ShouldBeFalse();
        Single(told[6].After, "onePerson").ShouldBeTrue();
        Single(told[5].Before, "onePerson").ShouldBeTrue();
        Single(told[5].After, "onePerson").ShouldBeFalse();
        foreach (var entry in told)
            $"{entry.Target} {entry.Before} {entry.After}".ShouldNotContain(_mark);
    }

    [Fact]
    public async Task What_cannot_be_recorded_does_not_happen()
    {
        await Track();
        await Call(HttpMethod.Put, $"/v1/items/kept-{_mark}", """{"name":"kept"}""", 200);
        await Call(HttpMethod.Post, "/v1/profiles/merge", Merge, 200);
        var before = await Picture();
        Run("ALTER TABLE audit RENAME TO audit_out_of_reach");
        try
        {
            foreach (var (method, path, body) in new (HttpMethod, string, string?)[]
            {
                (HttpMethod.Post, "/v1/profiles/split", Split), (HttpMethod.Post, "/v1/profiles/merge", $$"""{"from":"anonymousId:other-{{_mark}}","into":"{{User}}"}"""),
                (HttpMethod.Put, $"/v1/profiles/{User}/consent", """{"purposes":{"personalization":false}}"""), (HttpMethod.Delete, $"/v1/profiles/{User}", null),
                (HttpMethod.Get, $"/v1/profiles/{User}/export", null), (HttpMethod.Get, "/v1/export/events", null), (HttpMethod.Get, "/v1/export/people", null), (HttpMethod.Get, "/v1/export/items", null),
                (HttpMethod.Put, $"/v1/items/kept-{_mark}", """{"name":"changed"}"""), (HttpMethod.Delete, $"/v1/items/kept-{_mark}", null),
                (HttpMethod.Post, "/v1/items/bulk", $$"""{"id":"kept-{{_mark}}","name":"changed"}"""), (HttpMethod.Post, "/v1/retention", null), (HttpMethod.Post, "/v1/quarantine/replay", null),
            })
                (await Call(method, path, body, 503)).GetProperty("type").GetString().ShouldBe("/problems/audit-unwritable", path);
        }
        finally
        {
            Run("ALTER TABLE audit_out_of_reach RENAME TO audit");
        }

        (await Picture()).ShouldBe(before);
        await Call(HttpMethod.Put, $"/v1/items/kept-{_mark}", """{"name":"changed"}""", 200);
    }

    private string Merge => $$"""{"from":"{{Phone}}","into":"{{User}}"}""";

    private string Split => $$"""{"profile":"{{Phone}}"}""";

    private async Task Track()
    {
        foreach (var id in new[] { $"\"anonymousId\":\"phone-{_mark}\"", $"\"anonymousId\":\"other-{_mark}\"", $"\"userId\":\"u-{_mark}\"" })
            (await server.Send(HttpMethod.Post, "/v1/track", server.Keys.WriteKey, "{" + id + ",\"event\":\"Product Viewed\"}")).Status.ShouldBe(200);
    }

    // All that the refused calls would have changed.
    private async Task<string> Picture()
    {
        var identities = await Call(HttpMethod.Get, $"/v1/profiles/{User}/identities", null, 200);
        var consent = await Call(HttpMethod.Get, $"/v1/profiles/{User}/consent", null, 200);
        var item = await Call(HttpMethod.Get, $"/v1/items/kept-{_mark}", null, 200);
        var erasures = await Call(HttpMethod.Get, "/v1/erasures", null, 200);
        for (var tries = 0; tries < 600 && erasures.GetProperty("erasures").EnumerateArray().Any(static one => one.GetProperty("status").GetString() != "done"); tries++)
        {
            await Task.Delay(50); // Those that another test began go on by themselves.
            erasures = await Call(HttpMethod.Get, "/v1/erasures", null, 200);
        }

        return $"{identities} {consent} {item} {erasures}";
    }

    private async Task<JsonElement> Call(HttpMethod method, string path, string? body, int status)
    {
        var (answered, text) = await server.Send(method, path, Admin, body);
        answered.ShouldBe(status, $"{method} {path}: {text}");
        if (path.StartsWith("/v1/export", StringComparison.Ordinal) && status == 200)
            return default;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<List<(string Action, string Target, string? Before, string? After)>> Log()
    {
        var entries = (await Call(HttpMethod.Get, "/v1/audit?limit=9", null, 200)).GetProperty("entries");
        return [.. entries.EnumerateArray().Select(entry => (entry.GetProperty("action").GetString()!, entry.GetProperty("target").GetString()!, Raw(entry, "before"), Raw(entry, "after")))];
    }

    private static (string?, string?) Of((string Action, string Target, string? Before, string? After) entry) => (entry.Before, entry.After);

    private static bool Single(string? value, string member)
    {
        using var document = JsonDocument.Parse(value.ShouldNotBeNull());
        return document.RootElement.GetProperty(member).GetBoolean();
    }

    private static string? Raw(JsonElement entry, string member) => entry.TryGetProperty(member, out var value) ? value.GetRawText() : null;

    private void Run(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.Folder, "govern.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

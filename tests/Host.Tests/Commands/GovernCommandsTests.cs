using System.Text;
using System.Text.Json;
using Kairos.Govern.Workspaces;
using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Commands;

/// <summary><c>kairos keys</c>, <c>workspaces</c> and <c>audit</c>, with a server and without.</summary>
public sealed class GovernCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Keys_and_workspaces_are_made_at_a_running_server_and_on_a_folder_that_none_has_open()
    {
        string online, first;
        await using (var server = await KairosServer.Started(new ServerSettings(_folder.Path, "http://127.0.0.1:0")))
        {
            first = server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!.SecretKey;
            string[] at = ["--url", server.Url, "--key", first];
            var (code, output, errors) = await CommandLine.Run(["keys", "create", "--name", "feed", "--scopes", "read-items,write-items", "--expires", "90d", "--json", .. at]);
            code.ShouldBe(ExitCode.Done, errors);
            var made = JsonDocument.Parse(output).RootElement;
            online = made.GetProperty("key").GetString()!;
            made.TryGetProperty("expiresAt", out _).ShouldBeTrue();

            var listed = await CommandLine.Run(["keys", "list", .. at]);
            listed.Output.ShouldContain("feed  read-items,write-items");
            listed.Output.ShouldNotContain(online);
            (await CommandLine.Run(["keys", "rotate", made.GetProperty("id").GetRawText(), "--overlap-hours", "0", .. at])).Output.ShouldContain("ks_");
            (await CommandLine.Run(["keys", "revoke", made.GetProperty("id").GetRawText(), .. at])).Code.ShouldBe(ExitCode.Done);
            (await CommandLine.Run(["keys", "revoke", "999", .. at])).Code.ShouldBe(ExitCode.Failed);
            (await CommandLine.Run(["workspaces", "create", "shop", .. at])).Output.ShouldContain("kw_");
            (await CommandLine.Run(["workspaces", "list", .. at])).Output.ShouldContain("2  shop");
            (await CommandLine.Run(["keys", "create", "--name", "x", "--role", "owner", .. at])).Errors.ShouldContain("no role owner");

            var held = await CommandLine.Run("keys", "list", "--data", _folder.Path);
            held.Code.ShouldBe(ExitCode.DataUnusable);
            held.Errors.ShouldContain("in use by another Kairos process");
            (await CommandLine.Run("audit", "verify", "--data", _folder.Path)).Code.ShouldBe(ExitCode.Done, "The log can be checked while a server runs.");
            await server.Stop();
        }

        var offline = await CommandLine.Run("keys", "create", "--data", _folder.Path, "--workspace", "shop", "--name", "web", "--kind", "write", "--json");
        offline.Code.ShouldBe(ExitCode.Done, offline.Errors);
        var web = JsonDocument.Parse(offline.Output).RootElement.GetProperty("key").GetString()!;
        var workspaces = new SqliteWorkspaces(new DataFolder(_folder.Path), new FirstKeys(), TimeProvider.System);
        workspaces.ByWriteKey(Encoding.UTF8.GetBytes(web))!.Name.ShouldBe("shop");
        workspaces.BySecretKey(Encoding.UTF8.GetBytes(online)).ShouldBeNull();

        var id = workspaces.Keys(WorkspaceId.First)[1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await CommandLine.Run("keys", "rotate", id, "--data", _folder.Path)).Code.ShouldBe(ExitCode.Done);
        (await CommandLine.Run("keys", "revoke", id, "--data", _folder.Path)).Code.ShouldBe(ExitCode.Done);
        (await CommandLine.Run("keys", "revoke", id, "--data", _folder.Path)).Code.ShouldBe(ExitCode.Failed);
        (await CommandLine.Run("workspaces", "create", "No Name", "--data", _folder.Path)).Code.ShouldBe(ExitCode.WrongSetting);
        (await CommandLine.Run("workspaces", "create", "third", "--data", _folder.Path)).Output.ShouldContain("ks_");

        var list = await CommandLine.Run("audit", "list", "--data", _folder.Path, "--json");
        var entries = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        entries.Select(entry => entry.GetProperty("action").GetString()).ShouldContain("keys.rotate");
        entries[0].GetProperty("actor").GetProperty("kind").GetString().ShouldBe("command");
        foreach (var secret in new[] { online, web, first })
            list.Output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task An_edited_audit_log_is_found_by_its_first_bad_entry()
    {
        new SqliteWorkspaces(new DataFolder(_folder.Path), new FirstKeys(), TimeProvider.System).Create("shop");
        var good = await CommandLine.Run("audit", "verify", "--data", _folder.Path, "--json");
        good.Code.ShouldBe(ExitCode.Done, good.Errors);
        var head = JsonDocument.Parse(good.Output).RootElement.GetProperty("head").GetString()!;
        (await CommandLine.Run("audit", "verify", "--data", _folder.Path, "--head", head)).Code.ShouldBe(ExitCode.Done);
        (await CommandLine.Run("audit", "verify", "--data", _folder.Path, "--head", "4")).Code.ShouldBe(ExitCode.WrongSetting);

        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, "govern.db"), Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER audit_is_not_changed; UPDATE audit SET actor = 'nobody' WHERE sequence = 2";
            command.ExecuteNonQuery();
        }

        var bad = await CommandLine.Run("audit", "verify", "--data", _folder.Path, "--json");
        bad.Code.ShouldBe(ExitCode.Failed);
        JsonDocument.Parse(bad.Output).RootElement.GetProperty("firstBad").GetInt64().ShouldBe(2);
        (await CommandLine.Run("audit", "verify", "--data", _folder.Path)).Output.ShouldContain("Entry 2 was changed");
    }

    [Fact]
    public async Task A_folder_without_a_server_behind_it_is_said_to_be_one()
    {
        (await CommandLine.Run("audit", "verify", "--data", _folder.Path)).Code.ShouldBe(ExitCode.DataUnusable);
        var (code, _, errors) = await CommandLine.Run("keys", "list", "--data", _folder.Path);
        code.ShouldBe(ExitCode.DataUnusable);
        errors.ShouldContain("govern.db");
    }

    public void Dispose() => _folder.Dispose();
}

using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Tests.Workspaces;

/// <summary>Data folders of earlier versions go on working.</summary>
public sealed class GovernSchemaTests : IDisposable
{
    // The tables as the first version made them, with one workspace and its two keys: "w" and "s".
    private const string FirstVersion = """
        CREATE TABLE workspaces (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, secret BLOB NOT NULL, created_at_ms INTEGER NOT NULL);
        CREATE TABLE keys (
            id INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL REFERENCES workspaces(id), kind INTEGER NOT NULL,
            hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, created_at_ms INTEGER NOT NULL, revoked_at_ms INTEGER);
        INSERT INTO workspaces VALUES (1, 'default', x'000102030405060708090a0b0c0d0e0f', 1767607200000);
        INSERT INTO keys VALUES (1, 1, 1, $write, 'first', 1767607200000, NULL), (2, 1, 2, $secret, 'first', 1767607200000, NULL);
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_of_the_first_version_open_what_they_opened()
    {
        Execute(FirstVersion, ("$write", Hash(KeyKind.Write, "w"u8)), ("$secret", Hash(KeyKind.Secret, "s"u8)));
        for (var start = 0; start < 2; start++)
        {
            var workspaces = Open();
            workspaces.FirstStart.ShouldBeNull();
            workspaces.ByName("default")!.Secret.ShouldBe(SipKey.Read([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
            workspaces.Open(KeyKind.Write, "w"u8)!.Rights.Permissions.ShouldBe(Role.WriteKey);
            workspaces.Open(KeyKind.Secret, "s"u8)!.Rights.Permissions.ShouldBe(Role.Admin.Permissions);
            workspaces.Keys(WorkspaceId.First).Select(key => key.Rights.Text).ShouldBe(["capture,decide", "admin"]);
        }

        AuditVerification.Run(new DataFolder(_folder.Path)).Problem.ShouldBeNull();
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused_and_left_alone()
    {
        Open();
        Execute("PRAGMA user_version = 99");
        Should.Throw<InvalidDataException>(Open).Message.ShouldContain("later version");
    }

    [Fact]
    public void Rights_that_this_version_does_not_know_give_nothing()
    {
        var workspaces = Open();
        Execute("UPDATE keys SET rights = 'teleport' WHERE kind = 2");
        Open().Keys(WorkspaceId.First).Single(key => key.Kind == KeyKind.Secret).Rights.Permissions.ShouldBe(default);
        workspaces.FirstStart.ShouldNotBeNull();
    }

    private SqliteWorkspaces Open() => new(new DataFolder(_folder.Path), new FirstKeys(), TimeProvider.System);

    private static byte[] Hash(KeyKind kind, ReadOnlySpan<byte> key)
    {
        var hash = new byte[KeyHash.Bytes];
        KeyHash.Of(kind, key, hash);
        return hash;
    }

    private void Execute(string sql, params (string Name, object Value)[] values)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, "govern.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}

using System.Globalization;
using System.Text.Json;
using CsCheck;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Audit;

/// <summary>T12 of docs/security.md: what was written in the audit log can be neither changed nor removed unnoticed.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    private DataFolder Data => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entries_follow_one_another_and_the_log_is_whole()
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            log.FitsItsHead().ShouldBeTrue();
            (await log.Append(Change("items.put", "item:a"))).ShouldBe(1);
            (await log.Append(Change("items.put", "item:b") with { Before = """{"price":1}""", After = """{"price":2}""" })).ShouldBe(2);
            var entries = log.Before(new WorkspaceId(1));
            entries.Select(entry => entry.Sequence).ShouldBe([2, 1]);
            entries[0].Change.After.ShouldBe("""{"price":2}""");
            entries[0].Previous.ToArray().ShouldBe(entries[1].Hash.ToArray());
            log.Before(new WorkspaceId(2)).ShouldBeEmpty();
            log.Before(null, before: 2).ShouldHaveSingleItem().Sequence.ShouldBe(1);
        }

        var report = AuditVerification.Run(Data);
        report.Problem.ShouldBeNull();
        report.Entries.ShouldBe(2);
        AuditVerification.Run(Data, report.Head).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Many_who_write_at_once_each_get_a_place_of_their_own()
    {
        using var log = new SqliteAuditLog(Data, _clock);
        var workspaces = new SqliteWorkspaces(Data, new FirstKeys(), _clock);
        var places = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            if (i % 20 == 0)
                workspaces.CreateKey(new WorkspaceId(1), KeyKind.Secret, "another");
            return await log.Append(Change("items.put", "item:" + i));
        })));
        places.Distinct().Count().ShouldBe(200);
        var report = AuditVerification.Run(Data);
        report.Problem.ShouldBeNull();
        report.Entries.ShouldBe(200 + 10 + 3, "A first start makes a workspace and two keys.");
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_or_remove_an_entry()
    {
        using var log = new SqliteAuditLog(Data, _clock);
        await log.Append(Change("items.put", "item:a"));
        await log.Append(Change("items.put", "item:b"));
        foreach (var sql in new[] { "UPDATE audit SET action = 'x'", "DELETE FROM audit", "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 1" })
            Should.Throw<SqliteException>(() => Execute(sql)).Message.ShouldContain("audit log");
        AuditVerification.Run(Data).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Any_edit_deletion_insertion_or_truncation_is_found_at_its_entry()
    {
        const int Entries = 12;
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            for (var i = 1; i <= Entries; i++)
                await log.Append(Change("items.put", "item:" + i) with { Before = i % 2 == 0 ? """{"a":1}""" : null });
        }

        // SQLite's own files as they are; each sample begins with them again.
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var whole = File.ReadAllBytes(Data.At("govern.db"));
        string[] columns = ["at_ms", "workspace", "actor_kind", "actor", "actor_name", "role", "address", "action", "target", "before", "after", "previous", "hash"];
        Gen.Select(Gen.Int[1, Entries], Gen.Int[0, columns.Length - 1], Gen.Int[0, 3]).Sample(
            (place, column, kind) =>
            {
                File.Delete(Data.At("govern.db-wal"));
                File.WriteAllBytes(Data.At("govern.db"), whole);
                Execute(WithoutGuards(Damage(kind, place, columns[column])));
                var report = AuditVerification.Run(Data);
                report.Problem.ShouldNotBeNull();
                report.FirstBad.ShouldBe(kind == 2 ? place + 1 : place);
                report.Entries.ShouldBe(kind == 2 ? place : place - 1);
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task A_log_made_anew_from_some_entry_on_is_found_by_the_head_beside_it()
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            for (var i = 1; i <= 5; i++)
                await log.Append(Change("items.put", "item:" + i));
        }

        var known = AuditVerification.Run(Data).Head;
        var head = File.ReadAllBytes(Data.At("audit.head"));
        Execute(WithoutGuards("DELETE FROM audit WHERE sequence > 3"));
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            log.FitsItsHead().ShouldBeFalse();
            for (var i = 1; i <= 4; i++)
                await log.Append(Change("items.put", "item:forged"));
            log.FitsItsHead().ShouldBeFalse();
        }

        File.ReadAllBytes(Data.At("audit.head")).ShouldBe(head, "A head that is not of this log is the proof: it stays.");
        AuditVerification.Run(Data).FirstBad.ShouldBe(5);

        File.Delete(Data.At("audit.head"));
        AuditVerification.Run(Data).Problem.ShouldNotBeNull();
        AuditVerification.Run(Data, known).Problem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("DELETE FROM audit")]
    [InlineData("DELETE FROM audit WHERE sequence < 4")]
    public async Task A_log_that_was_emptied_with_its_head_is_found_by_the_keys_it_told_of(string removed)
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            _ = new SqliteWorkspaces(Data, new FirstKeys(), _clock);
            await log.Append(Change("items.put", "item:1"));
        }

        if (removed.Length > 0)
        {
            var guards = Guards();
            Execute("DROP TRIGGER audit_is_not_removed; DROP TRIGGER audit_grows_at_its_end;" + removed + ";" + guards);
            File.Delete(Data.At("audit.head"));
        }

        (AuditVerification.Run(Data).Problem is null).ShouldBe(removed.Length == 0);
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            log.FitsItsHead().ShouldBe(removed.Length == 0);
            await log.Append(Change("items.put", "item:2")); // The server goes on, and a head of the new log is made.
        }

        var report = AuditVerification.Run(Data);
        (report.Problem is null).ShouldBe(removed.Length == 0);
        if (removed == "DELETE FROM audit")
            report.Problem.ShouldNotBeNull().ShouldContain("Key 1");
    }

    [Fact]
    public async Task A_crash_between_an_entry_and_its_head_is_no_finding()
    {
        using (var log = new SqliteAuditLog(Data, _clock))
            await log.Append(Change("items.put", "item:1"));
        var head = File.ReadAllBytes(Data.At("audit.head"));
        using (var log = new SqliteAuditLog(Data, _clock))
            await log.Append(Change("items.put", "item:2"));
        File.WriteAllBytes(Data.At("audit.head"), head); // As if the process had ended before it was written.
        AuditVerification.Run(Data).Problem.ShouldBeNull();
        using (var log = new SqliteAuditLog(Data, _clock))
            (await log.Append(Change("items.put", "item:3"))).ShouldBe(3);
        AuditVerification.Run(Data).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_written_is_said_and_the_next_try_succeeds()
    {
        using var log = new SqliteAuditLog(Data, _clock);
        await log.Append(Change("items.put", "item:1"));
        Execute("ALTER TABLE audit RENAME TO elsewhere");
        var refused = log.Append(Change("items.put", "item:2")).AsTask();
        (await Should.ThrowAsync<AuditUnwritableException>(() => refused)).InnerException.ShouldBeOfType<SqliteException>();
        Execute("ALTER TABLE elsewhere RENAME TO audit");
        (await log.Append(Change("items.put", "item:2"))).ShouldBe(2);
        log.Dispose();
        Should.Throw<AuditUnwritableException>(() => log.Append(Change("items.put", "late")).AsTask().GetAwaiter().GetResult());
    }

    [Fact]
    public void A_person_is_named_by_a_hash_that_is_the_workspaces_own()
    {
        var workspaces = new SqliteWorkspaces(Data, new FirstKeys(), _clock);
        var (ours, theirs) = (workspaces.ByName("default")!, workspaces.Create("other")!);
        var named = AuditTarget.Person(ours, "userId", "ann@example.com");
        named.ShouldStartWith("person:userId#");
        named.ShouldNotContain("ann");
        AuditTarget.Person(ours, "userId", "ann@example.com").ShouldBe(named);
        AuditTarget.Person(theirs, "userId", "ann@example.com").ShouldNotBe(named);
        AuditTarget.Person(ours, "anonymousId", "ann@example.com")[^32..].ShouldNotBe(named[^32..]);
        named.ShouldNotContain(ours.Hash64(KeyDomain.UserId, "ann@example.com").ToString("x16", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Values_too_long_to_keep_are_kept_as_their_hash()
    {
        AuditValue.Bounded("""{"a":1}"""u8).ShouldBe("""{"a":1}""");
        using var told = JsonDocument.Parse(AuditValue.Of(json => json.WriteString("a", new string('x', 10_000))));
        told.RootElement.GetProperty("bytes").GetInt32().ShouldBeGreaterThan(10_000);
        told.RootElement.GetProperty("sha256").GetString()!.Length.ShouldBe(64);
    }

    private static string Damage(int kind, int place, string column)
    {
        var at = place.ToString(CultureInfo.InvariantCulture);
        return kind switch
        {
            0 => $"UPDATE audit SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'blob' THEN randomblob(32) ELSE COALESCE({column}, '') || 'x' END WHERE sequence = {at}",
            1 => $"DELETE FROM audit WHERE sequence = {at}",
            // A copy is put in after the place, and all behind it move on by one.
            2 => $"""
                UPDATE audit SET sequence = -sequence - 1 WHERE sequence > {at};
                UPDATE audit SET sequence = -sequence WHERE sequence < 0;
                INSERT INTO audit SELECT sequence + 1, at_ms, workspace, actor_kind, actor, actor_name, role, address, action, target, before, after, previous, hash FROM audit WHERE sequence = {at};
                """,
            _ => $"DELETE FROM audit WHERE sequence >= {at}",
        };
    }

    private static string WithoutGuards(string sql) =>
        "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed; DROP TRIGGER audit_grows_at_its_end;" + sql
        + ";CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT 1; END; CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT 1; END;"
        + "CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit BEGIN SELECT 1; END;";

    private static AuditChange Change(string action, string target) =>
        new(new WorkspaceId(1), new AuditActor(AuditActorKind.Key, "7", "feed") { Role = "operator", Address = "10.0.0.1" }, action, target);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Data.At("govern.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private string Guards()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(sql, ';') FROM sqlite_master WHERE name IN ('audit_is_not_removed', 'audit_grows_at_its_end')";
        return (string)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

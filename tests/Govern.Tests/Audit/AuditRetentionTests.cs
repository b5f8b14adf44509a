using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Audit;

/// <summary>T12 of docs/security.md: retention takes the log's beginning, an entry tells of it, and what is left is one chain still.</summary>
public sealed class AuditRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Begun = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Begun);

    private DataFolder Data => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_too_old_goes_and_an_entry_tells_how_much()
    {
        using var log = new SqliteAuditLog(Data, _clock);
        var heads = await EveryTenDays(log, entries: 40);
        (await Sweep(log, Year)).ShouldBe(4, "Those of the first 35 days of 400.");

        var latest = log.Before(null, limit: 1).ShouldHaveSingleItem();
        (latest.Change.Action, latest.Change.Actor.Name).ShouldBe(("audit.cut", "retention"));
        using (var told = JsonDocument.Parse(latest.Change.After!))
            (told.RootElement.GetProperty("through").GetInt64(), told.RootElement.GetProperty("removed").GetInt64()).ShouldBe((4, 4));
        log.Before(null, limit: 1_000).Select(entry => entry.Sequence).Min().ShouldBe(5);
        log.FitsItsHead().ShouldBeTrue();

        var report = AuditVerification.Run(Data);
        report.Problem.ShouldBeNull();
        (report.Entries, report.Removed).ShouldBe((40 - 4 + 1, 4));
        foreach (var head in new[] { heads[1], heads[3], heads[4], heads[39], report.Head })
            AuditVerification.Run(Data, head).Problem.ShouldBeNull(head);
        AuditVerification.Run(Data, heads[3][..^1] + (heads[3][^1] == '0' ? '1' : '0')).Problem.ShouldNotBeNull("The last that went is known by its hash.");

        (await Sweep(log, Year)).ShouldBe(0);
        await EveryTenDays(log, entries: 5);
        (await Sweep(log, Year)).ShouldBe(5);
        report = AuditVerification.Run(Data);
        report.Problem.ShouldBeNull();
        report.Removed.ShouldBe(9);
        (await log.Append(Change("more"))).ShouldBe(40 + 1 + 5 + 1 + 1);
    }

    [Fact]
    public async Task Nothing_goes_unless_a_time_is_set_and_everything_may()
    {
        using var log = new SqliteAuditLog(Data, _clock);
        await EveryTenDays(log, entries: 20);
        _clock.Advance(TimeSpan.FromDays(40_000));
        (await Sweep(log, null)).ShouldBe(0);
        (await Sweep(log, Year)).ShouldBe(20);
        log.Before(null).ShouldHaveSingleItem().Sequence.ShouldBe(21);
        var report = AuditVerification.Run(Data);
        report.Problem.ShouldBeNull();
        report.Entries.ShouldBe(1);
        AuditVerification.Run(Data, report.Head).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_beginning_that_somebody_else_cut_off_is_found_and_the_database_refuses_it()
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            await EveryTenDays(log, entries: 40);
            Should.Throw<SqliteException>(() => Execute("DELETE FROM audit WHERE sequence <= 2")).Message.ShouldContain("append-only");
            await Sweep(log, Year);
            Should.Throw<SqliteException>(() => Execute("DELETE FROM audit WHERE sequence <= 5")).Message.ShouldContain("append-only");
            AuditVerification.Run(Data).Problem.ShouldBeNull();
        }

        Execute("DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE sequence <= 6; CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT 1; END");
        AuditVerification.Run(Data).FirstBad.ShouldBe(5);
    }

    [Theory]
    [InlineData("UPDATE audit SET target = target || 'x' WHERE sequence = 20", 20)]
    [InlineData("UPDATE audit SET previous = randomblob(32) WHERE sequence = 5", 5)]
    [InlineData("DELETE FROM audit WHERE sequence = 5", 5)]
    [InlineData("DELETE FROM audit WHERE sequence = 10", 10)]
    [InlineData("DELETE FROM audit WHERE sequence >= 40", 1)]
    [InlineData("DELETE FROM audit WHERE action = 'audit.cut'", 1)]
    [InlineData("UPDATE audit SET after = json_set(after, '$.through', 14) WHERE action = 'audit.cut'", 15)]
    [InlineData("UPDATE audit SET after = 'nothing' WHERE action = 'audit.cut'", 1)]
    [InlineData("UPDATE audit SET after = json_set(after, '$.removed', 3) WHERE action = 'audit.cut'", 41)]
    public async Task Whatever_is_done_to_a_log_that_was_cut_is_found(string sql, long firstBad)
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            await EveryTenDays(log, entries: 40);
            await Sweep(log, Year);
        }

        Execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed;" + sql
            + ";CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT 1; END; CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT 1; END");
        var report = AuditVerification.Run(Data);
        report.Problem.ShouldNotBeNull();
        report.FirstBad.ShouldBe(firstBad);
    }

    [Fact]
    public async Task A_crash_between_a_cut_and_its_head_is_no_finding()
    {
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            await EveryTenDays(log, entries: 3);
            _clock.Advance(Year * 2);
            var head = File.ReadAllBytes(Data.At("audit.head"));
            (await Sweep(log, Year)).ShouldBe(3);
            File.WriteAllBytes(Data.At("audit.head"), head); // It names an entry that is gone.
        }

        AuditVerification.Run(Data).Problem.ShouldBeNull();
        using (var log = new SqliteAuditLog(Data, _clock))
        {
            log.FitsItsHead().ShouldBeTrue();
            (await log.Append(Change("next"))).ShouldBe(5);
        }

        AuditVerification.Run(Data).Problem.ShouldBeNull();
    }

    private async Task<List<string>> EveryTenDays(SqliteAuditLog log, int entries)
    {
        var heads = new List<string>();
        for (var i = 0; i < entries; i++)
        {
            await log.Append(Change("item-" + i));
            var entry = log.Before(null, limit: 1)[0];
            heads.Add($"{entry.Sequence}:{Convert.ToHexStringLower(entry.Hash.Span)}");
            _clock.Advance(TimeSpan.FromDays(10));
        }

        return heads;
    }

    private async Task<long> Sweep(SqliteAuditLog log, TimeSpan? kept) =>
        await new AuditRetention(log, Options.Create(new RetentionOptions { AuditLog = kept })).Sweep(_clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private static AuditChange Change(string item) => new(new WorkspaceId(1), new AuditActor(AuditActorKind.Key, "7", "feed"), "items.put", "item:" + item);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Data.At("govern.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Text;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Workspaces;

/// <summary>T3 of docs/security.md: a key opens what it was made for, for as long as it was made for.</summary>
public sealed class KeyLifeTests : IDisposable
{
    private static readonly AuditActor Ann = new(AuditActorKind.Person, "ann", "Ann") { Role = "admin", Address = "192.0.2.7" };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
    private readonly SqliteWorkspaces _workspaces;

    public KeyLifeTests() => _workspaces = Open();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rotated_key_and_its_successor_both_work_during_the_overlap()
    {
        var old = Make(new KeyDraft(KeyKind.Secret, "feed", Rights.OfScopes(PermissionSet.Of(Permission.WriteItems))));
        var next = _workspaces.RotateKey(WorkspaceId.First, old.Info.Id, TimeSpan.FromHours(24), Ann).ShouldNotBeNull();
        next.Info.Replaces.ShouldBe(old.Info.Id);
        next.Info.Name.ShouldBe("feed");
        Grant(next.Key)!.Rights.Permissions.ShouldBe(PermissionSet.Of(Permission.WriteItems));
        _clock.Advance(TimeSpan.FromHours(23));
        Grant(old.Key).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromHours(1));
        Grant(old.Key).ShouldBeNull();
        Grant(next.Key).ShouldNotBeNull();
        _workspaces.RotateKey(WorkspaceId.First, old.Info.Id, TimeSpan.Zero, Ann).ShouldBeNull("What has ended has no successor.");
    }

    [Fact]
    public void A_key_stops_at_its_end_and_its_successor_lives_as_long_as_it_did()
    {
        var key = Make(new KeyDraft(KeyKind.Secret, "ci", Rights.Of(Role.Operator), _clock.GetUtcNow().AddDays(30)));
        Grant(key.Key).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromDays(10));
        var next = _workspaces.RotateKey(WorkspaceId.First, key.Info.Id, TimeSpan.FromDays(90), Ann)!;
        next.Info.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddDays(30));
        _clock.Advance(TimeSpan.FromDays(20));
        Grant(key.Key).ShouldBeNull("An overlap does not make a key live longer.");
        _workspaces.Keys(WorkspaceId.First).Single(one => one.Id == key.Info.Id).State(_clock.GetUtcNow()).ShouldBe("expired");
        Open().Open(KeyKind.Secret, Encoding.UTF8.GetBytes(key.Key)).ShouldBeNull();
    }

    [Fact]
    public void Only_keys_of_the_first_workspace_may_make_workspaces()
    {
        var shop = _workspaces.CreateWithKeys("shop", Ann).ShouldNotBeNull();
        _workspaces.CreateWithKeys("shop", Ann).ShouldBeNull();
        _workspaces.Open(KeyKind.Secret, Encoding.UTF8.GetBytes(shop.SecretKey))!.Rights.Permissions.Has(Permission.ManageWorkspaces).ShouldBeFalse();
        Grant(Make(new KeyDraft(KeyKind.Secret, "root", Rights.Admin)).Key)!.Rights.Permissions.Has(Permission.ManageWorkspaces).ShouldBeTrue();
    }

    [Fact]
    public void A_workspace_has_only_so_many_keys_that_work()
    {
        var shop = _workspaces.Create("shop")!;
        var draft = new KeyDraft(KeyKind.Write, "web", Rights.WriteKey);
        var first = _workspaces.CreateKey(shop.Id, draft, 2, Ann)!;
        _workspaces.CreateKey(shop.Id, draft, 2, Ann).ShouldNotBeNull();
        _workspaces.CreateKey(shop.Id, draft, 2, Ann).ShouldBeNull();
        _workspaces.RevokeKey(shop.Id, first.Info.Id, Ann);
        _workspaces.CreateKey(shop.Id, draft, 2, Ann).ShouldNotBeNull();
    }

    [Fact]
    public void Every_change_has_its_entry_and_no_entry_holds_a_key()
    {
        var key = Make(new KeyDraft(KeyKind.Secret, "ci", Rights.Of(Role.Operator)));
        var next = _workspaces.RotateKey(WorkspaceId.First, key.Info.Id, TimeSpan.Zero, Ann)!;
        _workspaces.RevokeKey(WorkspaceId.First, next.Info.Id, Ann);
        _workspaces.RevokeKey(WorkspaceId.First, next.Info.Id, Ann).ShouldBeFalse();
        var secret = _workspaces.RotateUserSecret(WorkspaceId.First, TimeSpan.Zero, Ann);
        _workspaces.DemandUserHash(WorkspaceId.First, true, Ann).ShouldBeTrue();

        var data = new DataFolder(_folder.Path);
        var entries = SqliteAuditLog.Read(data, WorkspaceId.First, 100).Reverse().ToList();
        entries.Select(entry => entry.Change.Action).ShouldBe(
            ["workspaces.create", "keys.create", "keys.create", "keys.create", "keys.rotate", "keys.revoke", "user-hash.rotate", "user-hash.demand"]);
        entries[3].Change.Actor.ShouldBe(Ann);
        var told = string.Concat(entries.Select(entry => entry.Change.Target + entry.Change.Before + entry.Change.After + entry.Change.Actor));
        foreach (var secretText in new[] { key.Key, next.Key, secret })
            told.ShouldNotContain(secretText);
        AuditVerification.Run(data).Problem.ShouldBeNull();
    }

    [Fact]
    public void Proof_is_demanded_only_where_there_is_something_to_prove_with()
    {
        _workspaces.DemandUserHash(WorkspaceId.First, true, Ann).ShouldBeFalse();
        _workspaces.ById(WorkspaceId.First)!.UserHash.ShouldBeNull();
        _workspaces.RotateUserSecret(WorkspaceId.First, TimeSpan.Zero, Ann);
        _workspaces.ById(WorkspaceId.First)!.UserHash.ShouldBeNull("A secret alone demands nothing: sites must first learn to send the proof.");
        _workspaces.DemandUserHash(WorkspaceId.First, true, Ann).ShouldBeTrue();
        Open().ById(WorkspaceId.First)!.UserHash.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("secret", "feed", "operator", null, null)]
    [InlineData("secret", "feed", null, "read-items,write-items", null)]
    [InlineData("write", "web", null, null, null)]
    [InlineData("write", "web", null, "capture", null)]
    [InlineData("secret", "feed", null, null, "role or scopes")]
    [InlineData("secret", "feed", "operator", "read-items", "not both")]
    [InlineData("secret", "feed", "owner", null, "no role owner")]
    [InlineData("secret", "feed", null, "read-item", "no scope read-item")]
    [InlineData("secret", "feed", null, "capture", "write keys are for")]
    [InlineData("write", "web", null, "capture,read-items", "public")]
    [InlineData("write", "web", "viewer", null, "no role")]
    [InlineData("public", "web", null, null, "write or secret")]
    [InlineData("secret", "", "viewer", null, "1 to 100")]
    [InlineData("secret", "feed", "admin", null, "more rights")]
    [InlineData("secret", "feed", null, "erase", "more rights")]
    public void A_draft_is_what_was_asked_for_or_says_what_is_wrong(string kind, string name, string? role, string? scopes, string? wrong)
    {
        var giver = Role.Operator.Permissions;
        var draft = KeyDrafts.Read(kind, name, role, scopes?.Split(','), null, WorkspaceId.First, giver, _clock.GetUtcNow(), out var why);
        if (wrong is null)
            draft.ShouldNotBeNull(why);
        else
            why.ShouldNotBeNull().ShouldContain(wrong);
        (draft is null).ShouldBe(wrong is not null);
    }

    [Fact]
    public void Nobody_gives_the_right_to_make_workspaces_who_has_it_not()
    {
        var all = PermissionSet.All.Without(Permission.ManageWorkspaces);
        KeyDrafts.Read("secret", "x", "admin", null, null, WorkspaceId.First, all, _clock.GetUtcNow(), out _).ShouldBeNull();
        KeyDrafts.Read("secret", "x", "admin", null, null, new WorkspaceId(2), all, _clock.GetUtcNow(), out _).ShouldNotBeNull();
        KeyDrafts.Read("secret", "x", null, ["manage-workspaces"], null, new WorkspaceId(2), all, _clock.GetUtcNow(), out _).ShouldBeNull();
    }

    private KeyGrant? Grant(string key) => _workspaces.Open(KeyKind.Secret, Encoding.UTF8.GetBytes(key));

    private NewKey Make(KeyDraft draft) => _workspaces.CreateKey(WorkspaceId.First, draft, int.MaxValue, Ann)!;

    private SqliteWorkspaces Open() => new(new DataFolder(_folder.Path), new FirstKeys(), _clock);
}

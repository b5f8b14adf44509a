using System.Text;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Workspaces;

public sealed class SqliteWorkspacesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_start_makes_the_default_workspace_with_the_keys_given()
    {
        var workspaces = Open(new FirstKeys { WriteKey = "write-of-mine", SecretKey = "secret-of-mine" });
        var first = workspaces.FirstStart.ShouldNotBeNull();
        first.WriteKeyDrawn.ShouldBeFalse();
        first.SecretKeyDrawn.ShouldBeFalse();
        workspaces.ByWriteKey("write-of-mine"u8).ShouldBe(first.Workspace);
        workspaces.BySecretKey("secret-of-mine"u8).ShouldBe(first.Workspace);
        workspaces.ByName("default").ShouldBe(first.Workspace);
        first.Workspace.Id.Value.ShouldBe(1u);
    }

    [Fact]
    public void A_first_start_draws_the_keys_that_are_not_given()
    {
        var first = Open(new FirstKeys { WriteKey = "" }).FirstStart.ShouldNotBeNull();
        first.WriteKeyDrawn.ShouldBeTrue();
        first.SecretKeyDrawn.ShouldBeTrue();
        first.WriteKey.ShouldNotBe(first.SecretKey);
        Open().ByWriteKey(Encoding.UTF8.GetBytes(first.WriteKey)).ShouldNotBeNull();
    }

    [Fact]
    public void A_second_start_changes_nothing_and_keeps_the_hashing_secret()
    {
        var before = Open(new FirstKeys { WriteKey = "one" }).ByName("default");
        var again = Open(new FirstKeys { WriteKey = "another" });
        again.FirstStart.ShouldBeNull();
        again.ByWriteKey("one"u8).ShouldBe(before);
        again.ByWriteKey("another"u8).ShouldBeNull();
    }

    [Fact]
    public void A_key_opens_only_what_its_kind_allows()
    {
        var workspaces = Open(new FirstKeys { WriteKey = "w", SecretKey = "s" });
        workspaces.ByWriteKey("w"u8).ShouldNotBeNull();
        workspaces.BySecretKey("s"u8).ShouldNotBeNull();
        workspaces.BySecretKey("w"u8).ShouldBeNull();
        workspaces.ByWriteKey("s"u8).ShouldBeNull();
        workspaces.ByWriteKey(""u8).ShouldBeNull();
        workspaces.ByWriteKey(new byte[100_000]).ShouldBeNull();
    }

    [Fact]
    public void A_revoked_key_opens_nothing_from_then_on()
    {
        var workspaces = Open();
        var shop = workspaces.Create("shop").ShouldNotBeNull();
        var key = Encoding.UTF8.GetBytes(workspaces.CreateKey(shop.Id, KeyKind.Write, "web"));
        workspaces.ByWriteKey(key).ShouldBe(shop);
        var known = workspaces.Keys(shop.Id).ShouldHaveSingleItem();
        known.Name.ShouldBe("web");
        known.CreatedAt.ShouldBe(_clock.GetUtcNow());

        workspaces.RevokeKey(workspaces.ByName("default")!.Id, known.Id).ShouldBeFalse();
        workspaces.RevokeKey(shop.Id, known.Id).ShouldBeTrue();
        workspaces.RevokeKey(shop.Id, known.Id).ShouldBeFalse();
        workspaces.ByWriteKey(key).ShouldBeNull();
        Open().ByWriteKey(key).ShouldBeNull();
        workspaces.Keys(shop.Id).ShouldHaveSingleItem().RevokedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public void Two_workspaces_have_secrets_of_their_own()
    {
        var workspaces = Open();
        var shop = workspaces.Create("shop").ShouldNotBeNull();
        workspaces.Create("shop").ShouldBeNull();
        Should.Throw<ArgumentException>(() => workspaces.Create("No Name"));
        shop.Hash64(KeyDomain.UserId, "u1").ShouldNotBe(workspaces.ByName("default")!.Hash64(KeyDomain.UserId, "u1"));
        workspaces.All.Count.ShouldBe(2);
        workspaces.ById(shop.Id).ShouldBe(shop);
        workspaces.ById(new WorkspaceId(9)).ShouldBeNull();
    }

    [Fact]
    public void No_key_is_kept_in_the_file()
    {
        Open(new FirstKeys { WriteKey = "write-of-mine-1234", SecretKey = "secret-of-mine-1234" });
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
            Encoding.Latin1.GetString(File.ReadAllBytes(file)).ShouldNotContain("of-mine-1234");
    }

    [Fact]
    public void Finding_a_workspace_by_key_allocates_nothing()
    {
        var workspaces = Open(new FirstKeys { WriteKey = "w" });
        for (var i = 0; i < 100; i++)
            workspaces.ByWriteKey("w"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            workspaces.ByWriteKey("w"u8);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private SqliteWorkspaces Open(FirstKeys? first = null) => new(new DataFolder(_folder.Path), first ?? new FirstKeys(), _clock);
}

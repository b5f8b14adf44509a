using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Decide.Tests.Decisions;

public sealed class RehearsalTests : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_rehearsal_leaves_no_trace()
    {
        var rehearsal = new Rehearsal(_shop.Get<Decider>(), new One(), NullLogger<Rehearsal>.Instance);

        await rehearsal.Play(TestContext.Current.CancellationToken);

        _shop.People.Reads.ShouldBe(10);
        _shop.Journal.Records.ShouldBeEmpty();
        _shop.Get<RecentDecisions>().Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_rehearsal_that_fails_harms_nothing()
    {
        _shop.People.Failure = new IOException("gone");
        _shop.Models.After.Clear();
        var rehearsal = new Rehearsal(_shop.Get<Decider>(), new One(), NullLogger<Rehearsal>.Instance);

        await rehearsal.Play(TestContext.Current.CancellationToken);

        (await _shop.Ask("home-recs")).Items().Length.ShouldBe(8);
    }

    public void Dispose() => _shop.Dispose();

    private sealed class One : IWorkspaces
    {
        public IReadOnlyList<Workspace> All => [Shop.Main];

        public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => null;

        public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => null;

        public Workspace? ByName(string name) => null;

        public Workspace? ById(WorkspaceId id) => null;
    }
}
